import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredFunction, DeclaredMachine } from '../declared-stack.ts';
import type { InvocationOutcome, Invoker } from '../invoker.ts';
import type { Log } from '../log.ts';
import type { StackLocation } from '../stack-location.ts';
import { runInBackground } from './run-in-background.ts';
import { type FunctionProcess, startFunctionProcess } from './start-function-process.ts';
import { workerEnvironment } from './worker-environment.ts';
import type { Endpoints } from './worker-messages.ts';

export type FunctionInvoker = Invoker & {
  /** The process of each function that is running. */
  readonly processIds: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

export type FunctionInvokerOptions = {
  readonly functions: readonly DeclaredFunction[];
  readonly machines: readonly DeclaredMachine[];
  /** The functions that nobody waits for: those that follow a stream. */
  readonly background: ReadonlySet<string>;
  readonly location: StackLocation;
  /**
   * Asked when a function is first started: some services are up only then, because they invoke functions themselves.
   */
  readonly endpoints: () => Endpoints;
  /** The address of the engine of each table; a table that is not named is found at the endpoint. */
  readonly tables: Readonly<Record<string, string>>;
  /** Takes `<function>.log`. */
  readonly logsFolder: string;
  readonly log: Log;
  /** Told whenever a function got a process. */
  readonly onStarted?: () => void;
};

/** Lambda's limit for the payload of an invocation. */
const eventBytesMaximum = 6 * 1024 * 1024;

/**
 * Runs functions as Lambda does, except for one thing: invocations of one function share one process, however many
 * there are at once, where Lambda would start an environment for each. Sixty-four Node processes for a burst of
 * requests would say nothing about the functions and much about the laptop. What it costs: a crash or a timeout takes
 * the other invocations of that function with it, as it would take one in Lambda; their callers try again as for any
 * failure.
 */
export const functionInvoker = (options: FunctionInvokerOptions): FunctionInvoker => {
  const declaredByName = new Map(options.functions.map((declared) => [declared.name, declared]));
  const processes = new Map<string, FunctionProcess>();
  let stopped = false;
  mkdirSync(options.logsFolder, { recursive: true });

  const processOf = (declared: DeclaredFunction): FunctionProcess => {
    const running = processes.get(declared.name);
    if (running !== undefined && !running.hasEnded()) return running;
    const started = start(declared, options);
    if (started.pid !== undefined && options.background.has(declared.name)) runInBackground(started.pid);
    processes.set(declared.name, started);
    options.onStarted?.();
    return started;
  };

  return {
    invoke: async (functionName, payload) => {
      const declared = declaredByName.get(functionName);
      if (declared === undefined || stopped) return notFound(functionName);
      const event = JSON.stringify(payload ?? null);
      if (Buffer.byteLength(event) > eventBytesMaximum) return tooLarge;
      return processOf(declared).invoke(event);
    },
    processIds: () =>
      Object.fromEntries(
        [...processes].flatMap(([name, { pid, hasEnded }]) => (pid === undefined || hasEnded() ? [] : [[name, pid]])),
      ),
    stop: async () => {
      stopped = true;
      await Promise.all([...processes.values()].map((running) => running.stop()));
    },
  };
};

const start = (declared: DeclaredFunction, options: FunctionInvokerOptions): FunctionProcess => {
  const { location, machines, tables, logsFolder, log } = options;
  const endpoints = options.endpoints();
  const said = new Set<string>();
  return startFunctionProcess({
    declared,
    environment: workerEnvironment(declared, location, endpoints),
    grants: {
      functionName: declared.name,
      statements: declared.statements,
      location,
      machineArns: machines.map(({ arn }) => arn),
      endpoints,
      tables,
    },
    logFile: join(logsFolder, `${declared.name}.log`),
    onDenied: (action, resource) => {
      const line = `The function ${declared.name} was denied ${action} on ${resource}: no policy of its role allows it`;
      // Its log has every one. Here, a function that keeps trying must not drown the rest.
      if (!said.has(line)) log(line);
      said.add(line);
    },
  });
};

const notFound = (functionName: string): InvocationOutcome => ({
  ok: false,
  errorType: 'ResourceNotFoundException',
  errorMessage: `Function not found: ${functionName}`,
  trace: [],
});

const tooLarge: InvocationOutcome = {
  ok: false,
  errorType: 'RequestTooLargeException',
  errorMessage: 'The payload of an invocation is 6 MiB at most',
  trace: [],
};
