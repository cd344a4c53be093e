import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { DeclaredMachine } from '../declared-stack.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

/** A task state, as far as running it is ours and not the interpreter's. */
export type TaskState = {
  readonly name: string;
  readonly resource: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
};

/** A declared state machine, read and made ready for the interpreter. */
export type Machine = {
  readonly name: string;
  readonly arn: string;
  readonly declared: DeclaredMachine;
  readonly interpreter: StateMachine;
  readonly timeoutSeconds: number | undefined;
  readonly tasks: readonly TaskState[];
  /** The states inside a Parallel or Map, by the name of that. */
  readonly innerStates: ReadonlyMap<string, readonly string[]>;
};

/** Longer than any timer of Node's may be is as good as none. */
const secondsMaximum = 2_000_000;
const supportedResource = /^arn:[^:]+:(states:::lambda:invoke(\.waitForTaskToken)?|lambda:[^:]*:[^:]*:function:.+)$/;
const unsupported = [
  'Assign',
  'Output',
  'Arguments',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

/** Throws where the definition is not valid, or uses what the interpreter does not do as AWS does. */
export const readMachine = (declared: DeclaredMachine): Machine => {
  // Read twice, because validating writes defaults into what it validates.
  new StateMachine(JSON.parse(declared.definition), { validationOptions: { checkArn: false } });
  const definition: JsonObject = JSON.parse(declared.definition);
  const tasks: TaskState[] = [];
  const innerStates = new Map<string, readonly string[]>();
  const adapted = adaptMachine(definition, { machine: declared.name, tasks, innerStates });
  return {
    name: declared.name,
    arn: declared.arn,
    declared,
    interpreter: new StateMachine(adapted as unknown as StateMachineDefinition, {
      validationOptions: { noValidate: true },
    }),
    timeoutSeconds: secondsOf(definition['TimeoutSeconds']),
    tasks,
    innerStates,
  };
};

type Found = {
  readonly machine: string;
  readonly tasks: TaskState[];
  readonly innerStates: Map<string, readonly string[]>;
};

const adaptMachine = (definition: JsonObject, found: Found): JsonObject => {
  refuseUnsupported(definition, 'the definition', found);
  const { TimeoutSeconds: _, States, ...others } = definition;
  const states = Object.entries(isObject(States) ? States : {}).map(([name, state]) => [
    name,
    adaptState(name, isObject(state) ? state : {}, found),
  ]);
  return { ...others, States: Object.fromEntries(states) };
};

const adaptState = (name: string, state: JsonObject, found: Found): JsonObject => {
  refuseUnsupported(state, `state ${name}`, found);
  const withContext = rewriteContext(state, name, found);
  switch (state['Type']) {
    case 'Task':
      return adaptTask(name, withContext, found);
    case 'Pass': {
      // The interpreter ignores a result that is false or 0, but not parameters that are.
      const { Result, ...others } = withContext;
      return Result === undefined ? withContext : { ...others, Parameters: Result };
    }
    case 'Wait':
      if ((secondsOf(state['Seconds']) ?? 0) > secondsMaximum) {
        throw new Error(`State ${name} of ${found.machine} waits longer than ${secondsMaximum} s.`);
      }
      return withContext;
    case 'Parallel':
    case 'Map':
      return adaptNested(name, withContext, found);
    default:
      return withContext;
  }
};

const adaptTask = (name: string, state: JsonObject, found: Found): JsonObject => {
  const resource = String(state['Resource']);
  if (!supportedResource.test(resource)) {
    throw new Error(`State ${name} of ${found.machine} uses ${resource}, which is not supported here.`);
  }
  const { TimeoutSeconds, HeartbeatSeconds, ...others } = state;
  const timeoutSeconds = secondsOf(TimeoutSeconds);
  found.tasks.push({ name, resource, timeoutSeconds, heartbeatSeconds: secondsOf(HeartbeatSeconds) });
  // The interpreter would give up after 60 s. Timeouts are kept where tokens are, and this only has to be later.
  return { ...others, TimeoutSeconds: secondsMaximum };
};

const adaptNested = (name: string, state: JsonObject, found: Found): JsonObject => {
  const { Branches, ItemProcessor, Iterator: iterator, ...others } = state;
  const inside: Found = { ...found, tasks: [] };
  const adapt = (nested: Json) => adaptMachine(isObject(nested) ? nested : {}, inside);
  const adapted = {
    ...others,
    ...(Array.isArray(Branches) ? { Branches: Branches.map(adapt) } : {}),
    ...(ItemProcessor === undefined ? {} : { ItemProcessor: adapt(ItemProcessor) }),
    ...(iterator === undefined ? {} : { Iterator: adapt(iterator) }),
  };
  found.tasks.push(...inside.tasks);
  found.innerStates.set(
    name,
    inside.tasks.map((task) => task.name),
  );
  return adapted;
};

const refuseUnsupported = (value: JsonObject, where: string, { machine }: Found): void => {
  const isJsonata = value['QueryLanguage'] === 'JSONata';
  const used = isJsonata ? 'JSONata' : unsupported.find((name) => name in value);
  if (used !== undefined) {
    throw new Error(`${used} in ${where} of ${machine} is not supported here.`);
  }
};

/**
 * The interpreter's own `$$.Execution.Input` is wrong inside a Map and `$$.State` is not there, so both are put in
 * place otherwise: `$$.Started` is part of the context that an execution is run with.
 */
const rewriteContext = (state: JsonObject, name: string, found: Found): JsonObject => {
  const rewrite = (value: Json, key: string): readonly [string, Json] => {
    if (Array.isArray(value)) {
      return [key, value.map((one) => rewrite(one, '')[1])];
    }
    if (isObject(value)) {
      const isNested = key === 'Branches' || key === 'ItemProcessor' || key === 'Iterator';
      return [key, isNested ? value : rewriteObject(value)];
    }
    return typeof value === 'string' && value.includes('$$.') ? rewritePath(value, key) : [key, value];
  };
  const rewriteObject = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([key, value]) => rewrite(value, key)));
  const rewritePath = (path: string, key: string): readonly [string, Json] => {
    if (path === '$$.State.Name' && key.endsWith('.$')) {
      return [key.slice(0, -2), name];
    }
    if (path.includes('$$.State.')) {
      throw new Error(`${path} in state ${name} of ${found.machine} is not supported here.`);
    }
    return [key, path.replaceAll(/\$\$\.Execution\.(Input|StartTime)/g, '$$$$.Started.$1')];
  };
  const { Branches, ...others } = state;
  return { ...rewriteObject(others), ...(Branches === undefined ? {} : { Branches }) };
};

const secondsOf = (value: Json | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
