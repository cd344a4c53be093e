import { ExecutionError } from 'aws-local-stepfunctions';
import type { Invoker } from '../invoker.ts';
import { type Execution, type NewEvent, payloadBytesMaximum } from './execution.ts';
import type { Machine, TaskState } from './machine.ts';
import { runTask } from './run-task.ts';
import { stateEvents } from './state-events.ts';
import type { TaskTokens } from './task-tokens.ts';

export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error: string; readonly cause: string };

export type ExecutionRun = {
  readonly machine: Machine;
  readonly execution: Execution;
  readonly invoker: Invoker;
  readonly tokens: TaskTokens;
  readonly timeoutError: () => Error;
  readonly record: (event: NewEvent) => void;
  /** Ends it from outside; what its functions are doing then goes on, as on AWS. */
  readonly signal: AbortSignal;
};

const timerSecondsMaximum = 2_000_000;

/** Runs an execution to its end. Answers undefined where the signal ended it. */
export const runExecution = async (run: ExecutionRun): Promise<Ending | undefined> => {
  const { machine, execution, signal } = run;
  const branches = liveTasks(machine);
  const late = new AbortController();
  const over = AbortSignal.any([signal, late.signal]);
  const context = contextOf(run);
  const interpreted = machine.interpreter.run(JSON.parse(execution.input), {
    context: context.value,
    overrides: { taskResourceLocalHandlers: handlersOf({ run, branches, over, takeToken: context.takeToken }) },
    noThrowOnAbort: true,
  });
  over.addEventListener('abort', interpreted.abort, { once: true });
  const followed = follow(interpreted.eventLogs, run, branches.endInside);
  const timer = executionTimer(machine, () => late.abort());
  try {
    const ending = await interpreted.result.then(succeeded, failed);
    return signal.aborted ? undefined : late.signal.aborted ? timedOut : ending;
  } finally {
    clearTimeout(timer);
    await followed;
    late.abort();
  }
};

const timedOut: Ending = { status: 'TIMED_OUT', error: 'States.Timeout', cause: '' };

const executionTimer = ({ timeoutSeconds }: Machine, fire: () => void): NodeJS.Timeout | undefined =>
  timeoutSeconds === undefined || timeoutSeconds > timerSecondsMaximum
    ? undefined
    : setTimeout(fire, timeoutSeconds * 1000);

const succeeded = (result: unknown): Ending => {
  const output = JSON.stringify(result ?? null);
  return Buffer.byteLength(output) > payloadBytesMaximum
    ? {
        status: 'FAILED',
        error: 'States.DataLimitExceeded',
        cause: `The output has more than ${payloadBytesMaximum} bytes.`,
      }
    : { status: 'SUCCEEDED', output };
};

const failed = (error: unknown): Ending => {
  const cause = error instanceof ExecutionError ? error.cause : error;
  return cause instanceof Error
    ? { status: 'FAILED', error: cause.name, cause: cause.message }
    : { status: 'FAILED', error: 'States.Runtime', cause: String(cause) };
};

const follow = async (
  events: ReturnType<Machine['interpreter']['run']>['eventLogs'],
  { record }: ExecutionRun,
  endInside: (stateName: string) => void,
): Promise<void> => {
  for await (const event of events) {
    for (const newEvent of stateEvents(event)) {
      record(newEvent);
    }
    if (event.type === 'StateFailed') {
      endInside(event.state.name);
    }
  }
};

/** The context object, and a way to take the token that reading `$$.Task.Token` has just made. */
const contextOf = ({ machine, execution, tokens }: ExecutionRun) => {
  let token: string | undefined;
  const takeToken = (): string => {
    const taken = token ?? tokens.make(execution.executionArn);
    token = undefined;
    return taken;
  };
  const startedAt = new Date(execution.startedAt).toISOString();
  const value = {
    Execution: { Id: execution.executionArn, Name: execution.name },
    StateMachine: { Id: machine.arn, Name: machine.name },
    Started: { Input: JSON.parse(execution.input), StartTime: startedAt },
    Task: {
      get Token() {
        token ??= tokens.make(execution.executionArn);
        return token;
      },
    },
  };
  return { value, takeToken };
};

type Handlers = {
  readonly run: ExecutionRun;
  readonly branches: ReturnType<typeof liveTasks>;
  readonly over: AbortSignal;
  readonly takeToken: () => string;
};

const handlersOf = ({ run, branches, over, takeToken }: Handlers) =>
  Object.fromEntries(
    run.machine.tasks.map((task) => [
      task.name,
      // Called in the same turn in which the parameters were made, so the token just made is this task's.
      async (input: unknown) => {
        const fresh = takeToken();
        const token = task.resource.endsWith('.waitForTaskToken') ? fresh : undefined;
        const live = branches.begin(task);
        try {
          const signal = AbortSignal.any([over, live.signal]);
          const output = await runTask({ ...run, task, input, token, signal });
          return output as null;
        } finally {
          branches.end(task, live);
        }
      },
    ]),
  );

/** A Parallel or Map that failed ends the tasks inside it; the interpreter alone would go on with their retries. */
const liveTasks = (machine: Machine) => {
  const live = new Map<string, Set<AbortController>>();
  return {
    begin: (task: TaskState): AbortController => {
      const controller = new AbortController();
      live.set(task.name, (live.get(task.name) ?? new Set()).add(controller));
      return controller;
    },
    end: (task: TaskState, controller: AbortController): void => void live.get(task.name)?.delete(controller),
    endInside: (stateName: string): void => {
      for (const inner of machine.innerStates.get(stateName) ?? []) {
        for (const controller of live.get(inner) ?? []) {
          controller.abort();
        }
      }
    },
  };
};
