import type { InvocationOutcome, Invoker } from '../invoker.ts';
import { type NewEvent, payloadBytesMaximum } from './execution.ts';
import type { TaskState } from './machine.ts';
import { DataLimitExceeded, TaskCancelled, TaskError } from './task-error.ts';
import { type TaskEvents, taskEvents } from './task-events.ts';
import type { TaskTokens, TokenSignal } from './task-tokens.ts';

export type TaskRun = {
  readonly task: TaskState;
  /** The state's input after `Parameters`. */
  readonly input: unknown;
  /** Present where the state waits for it. */
  readonly token: string | undefined;
  readonly invoker: Invoker;
  readonly tokens: TaskTokens;
  readonly timeoutError: () => Error;
  readonly record: (event: NewEvent) => void;
  /** Aborts when the execution, or the branch that the task is in, is over. */
  readonly signal: AbortSignal;
};

type Target = { readonly functionName: string; readonly payload: unknown };

/** Node's timers go no further; a time longer than this, 23 days, is never waited for. */
const timerSecondsMaximum = 2_000_000;
const okStatus = 200;

/** Carries out one attempt at a task: invokes its function and, where the state says so, waits for its token. */
export const runTask = async (run: TaskRun): Promise<unknown> => {
  const { task, token, tokens, record, signal, timeoutError } = run;
  // The token must work before the function is invoked, which may answer through it at once.
  const settled = Promise.withResolvers<unknown>();
  settled.promise.catch(() => undefined);
  const heartbeat = timer(task.heartbeatSeconds, () => settled.reject(new TaskError('States.HeartbeatTimeout', '')));
  const timeout = timer(task.timeoutSeconds, () => settled.reject(timeoutError()));
  const cancel = () => settled.reject(new TaskCancelled('The execution is over.'));
  signal.addEventListener('abort', cancel, { once: true });
  if (token !== undefined) {
    tokens.open(token, (received) => receive(received, settled, heartbeat.restart));
  }
  try {
    await turn();
    const target = targetOf(task, run.input);
    const events = taskEvents(task);
    record(events.scheduled(run.input));
    record(events.started());
    timeout.restart();
    if (token !== undefined) {
      heartbeat.restart();
    }
    return await attempt(run, { target, events, settled });
  } finally {
    timeout.cancel();
    heartbeat.cancel();
    signal.removeEventListener('abort', cancel);
    if (token !== undefined) {
      tokens.close(token);
    }
  }
};

type Attempt = {
  readonly target: Target;
  readonly events: TaskEvents;
  readonly settled: PromiseWithResolvers<unknown>;
};

const attempt = async (run: TaskRun, { target, events, settled }: Attempt): Promise<unknown> => {
  const { task, token, invoker, record, signal } = run;
  let isOver = false;
  if (signal.aborted) {
    throw new TaskCancelled('The execution is over.');
  }
  void invoke(invoker, target).then((outcome) => {
    if (!outcome.ok) {
      settled.reject(new TaskError(outcome.errorType, causeOf(outcome)));
    } else if (token === undefined) {
      settled.resolve(resultOf(task, outcome.payload));
    } else if (!isOver) {
      record(events.submitted(resultOf(task, outcome.payload)));
    }
  });
  try {
    const output = await settled.promise;
    if (Buffer.byteLength(JSON.stringify(output ?? null)) > payloadBytesMaximum) {
      throw new DataLimitExceeded(`State ${task.name} answered more than ${payloadBytesMaximum} bytes.`);
    }
    record(events.succeeded(output));
    return output;
  } catch (error) {
    if (!(error instanceof TaskCancelled)) {
      record(events.failed(error));
    }
    throw error;
  } finally {
    isOver = true;
  }
};

/** Lets the states entered so far be written to the history, which the interpreter tells of a little later. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const receive = (received: TokenSignal, settled: PromiseWithResolvers<unknown>, restartHeartbeat: () => void): void => {
  switch (received.kind) {
    case 'success':
      settled.resolve(received.output);
      return;
    case 'failure':
      settled.reject(new TaskError(received.error, received.cause));
      return;
    case 'heartbeat':
      restartHeartbeat();
  }
};

const timer = (seconds: number | undefined, fire: () => void) => {
  let running: NodeJS.Timeout | undefined;
  const cancel = () => clearTimeout(running);
  return {
    cancel,
    restart: () => {
      cancel();
      if (seconds !== undefined && seconds <= timerSecondsMaximum) {
        running = setTimeout(fire, seconds * 1000);
      }
    },
  };
};

/**
 * The optimized integration names the function in its parameters; a plain ARN is the function, and gets the whole
 * input.
 */
const targetOf = (task: TaskState, input: unknown): Target => {
  if (!isOptimized(task)) {
    return { functionName: functionNameOf(task.resource), payload: input };
  }
  const parameters: object = typeof input === 'object' && input !== null ? input : {};
  const named: unknown = Reflect.get(parameters, 'FunctionName');
  if (typeof named !== 'string') {
    throw new TaskError('States.Runtime', `State ${task.name} names no function.`);
  }
  return { functionName: functionNameOf(named), payload: Reflect.get(parameters, 'Payload') ?? {} };
};

export const isOptimized = (task: TaskState): boolean => task.resource.includes(':states:::');

const functionNameOf = (named: string): string => /:function:([^:]+)/.exec(named)?.[1] ?? named.split(':')[0] ?? named;

const resultOf = (task: TaskState, payload: unknown): unknown =>
  isOptimized(task)
    ? { ExecutedVersion: '$LATEST', Payload: payload ?? null, StatusCode: okStatus }
    : (payload ?? null);

const invoke = async (invoker: Invoker, { functionName, payload }: Target): Promise<InvocationOutcome> => {
  try {
    return await invoker.invoke(functionName, payload);
  } catch (error) {
    return { ok: false, errorType: 'Lambda.ServiceException', errorMessage: String(error), trace: [] };
  }
};

const causeOf = ({ errorType, errorMessage, trace }: Extract<InvocationOutcome, { ok: false }>): string =>
  JSON.stringify({ errorType, errorMessage, trace });
