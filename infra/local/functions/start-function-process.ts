import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeclaredFunction } from '../declared-stack.ts';
import type { InvocationOutcome } from '../invoker.ts';
import { locateHandler } from './locate-handler.ts';
import type { Grants, ReportedError, WorkerOrder, WorkerReport } from './worker-messages.ts';

/**
 * One function's process. It takes invocations until it ends, by itself or by a timeout; then another must be started.
 */
export type FunctionProcess = {
  readonly pid: number | undefined;
  readonly hasEnded: () => boolean;
  /**
   * `event` is JSON text. Never rejects: what goes wrong is an outcome, as it is for whoever invokes a Lambda function.
   */
  readonly invoke: (event: string) => Promise<InvocationOutcome>;
  readonly stop: () => Promise<void>;
};

export type FunctionProcessOptions = {
  readonly declared: DeclaredFunction;
  readonly environment: Readonly<Record<string, string>>;
  readonly grants: Grants;
  /** Takes the function's output, after what is there. */
  readonly logFile: string;
  readonly onDenied: (action: string, resource: string) => void;
};

/** As in Lambda, loading has its own limit and does not count against the function's timeout. */
const loadMilliseconds = 20_000;
const stopMilliseconds = 2_000;

type Outstanding = Map<number, (outcome: InvocationOutcome) => void>;

export const startFunctionProcess = (options: FunctionProcessOptions): FunctionProcess => {
  const { declared, onDenied } = options;
  const child = forkWorker(options);
  const outstanding: Outstanding = new Map();
  let ended = false;
  let invocations = 0;
  const hasEnded = new Promise<void>((resolve) => {
    const end = (how: string) => (): void => {
      ended = true;
      for (const answer of outstanding.values()) answer(exited(how));
      outstanding.clear();
      resolve();
    };
    child.once('error', (error) => end(error.message)());
    child.once('exit', (code, signal) => end(signal === null ? `exit status ${code}` : `signal: ${signal}`)());
  });
  child.on('message', (report: WorkerReport) => {
    if (report.kind === 'answered') settle(outstanding, report.id, { ok: true, payload: JSON.parse(report.payload) });
    else if (report.kind === 'failed') settle(outstanding, report.id, { ok: false, ...report.error });
    else if (report.kind === 'denied') onDenied(report.action, report.resource);
  });
  const loading = load(child, options, hasEnded);

  return {
    pid: child.pid,
    hasEnded: () => ended,
    invoke: async (event) => {
      const failure = await loading;
      if (failure !== undefined) return { ok: false, ...failure };
      if (ended) return exited('it had ended');
      invocations += 1;
      const onTimeout = (): void => {
        // Lambda ends the environment too; whatever the handler still meant to do is not done. The process counts as
        // ended at once, or the next invocation would be sent to it and die with it.
        ended = true;
        child.kill('SIGKILL');
      };
      const { timeoutSeconds } = declared;
      return invokeOnce({ child, outstanding, id: invocations, event, timeoutSeconds, onTimeout });
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
      await hasEnded;
      clearTimeout(timer);
    },
  };
};

const forkWorker = ({ declared, environment, logFile }: FunctionProcessOptions): ChildProcess => {
  const log = openSync(logFile, 'a');
  try {
    return fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [declared.name], {
      // In a group of its own, so that a Ctrl-C at the terminal reaches the stack alone, which then stops things in
      // order.
      detached: true,
      cwd: declared.codeFolder,
      execArgv: [],
      env: { ...environment },
      serialization: 'advanced',
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
};

const load = (
  child: ChildProcess,
  { declared, grants }: FunctionProcessOptions,
  hasEnded: Promise<void>,
): Promise<ReportedError | undefined> =>
  new Promise((resolve) => {
    const fail = (errorType: string, errorMessage: string): void => {
      child.kill('SIGKILL');
      resolve({ errorType, errorMessage, trace: [] });
    };
    const timer = setTimeout(() => fail('Sandbox.Timedout', 'The function took too long to load'), loadMilliseconds);
    child.on('message', (report: WorkerReport) => {
      if (report.kind !== 'loaded' && report.kind !== 'loadFailed') return;
      clearTimeout(timer);
      resolve(report.kind === 'loaded' ? undefined : report.error);
    });
    hasEnded.then(() => {
      clearTimeout(timer);
      resolve({ errorType: 'Runtime.ExitError', errorMessage: 'Runtime exited while loading the function', trace: [] });
    });
    const handler = locateHandler(declared);
    if ('errorType' in handler) fail(handler.errorType, handler.errorMessage);
    else
      child.send(
        { kind: 'load', functionArn: declared.arn, ...handler, grants } satisfies WorkerOrder,
        () => undefined,
      );
  });

type Invocation = {
  readonly child: ChildProcess;
  readonly outstanding: Outstanding;
  readonly id: number;
  readonly event: string;
  readonly timeoutSeconds: number;
  readonly onTimeout: () => void;
};

const invokeOnce = ({
  child,
  outstanding,
  id,
  event,
  timeoutSeconds,
  onTimeout,
}: Invocation): Promise<InvocationOutcome> =>
  new Promise((resolve) => {
    const milliseconds = timeoutSeconds * 1_000;
    const timer = setTimeout(() => {
      settle(outstanding, id, timedOut(timeoutSeconds));
      onTimeout();
    }, milliseconds);
    outstanding.set(id, (outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    });
    const order: WorkerOrder = { kind: 'invoke', id, event, deadline: Date.now() + milliseconds };
    // A send that fails means that the process is ending, and its end answers.
    child.send(order, () => undefined);
  });

const settle = (outstanding: Outstanding, id: number, outcome: InvocationOutcome): void => {
  outstanding.get(id)?.(outcome);
  outstanding.delete(id);
};

const timedOut = (seconds: number): InvocationOutcome => ({
  ok: false,
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${crypto.randomUUID()} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
  trace: [],
});

const exited = (how: string): InvocationOutcome => ({
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${crypto.randomUUID()} Error: Runtime exited with error: ${how}`,
  trace: [],
});
