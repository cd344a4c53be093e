import { randomUUID } from 'node:crypto';
import type { Invoker } from '../invoker.ts';
import type { Log } from '../log.ts';
import type { Execution, HistoryEvent, NewEvent } from './execution.ts';
import { endedEvent, redrivenEvent, startedEvent } from './execution-events.ts';
import type { ExecutionFiles } from './execution-files.ts';
import { type HistoryLog, historyLog } from './history-log.ts';
import type { Machine } from './machine.ts';
import { type Ending, runExecution } from './run-execution.ts';
import { ServiceError } from './service-error.ts';
import { type TaskTokens, taskTokens } from './task-tokens.ts';

export type StartRequest = { readonly machine: Machine; readonly name: string | undefined; readonly input: string };

/** All executions, those that run and those on disk. */
export type Executions = {
  readonly tokens: TaskTokens;
  /** Idempotent by name: while an execution runs, the same name and input answer that one. */
  readonly start: (request: StartRequest) => Promise<Execution>;
  readonly find: (executionArn: string) => Execution;
  readonly historyOf: (executionArn: string) => Promise<readonly HistoryEvent[]>;
  /** Newest first. */
  readonly ofMachine: (stateMachineArn: string) => readonly Execution[];
  readonly stop: (executionArn: string, why: { readonly error: string; readonly cause: string }) => Promise<Execution>;
  readonly resume: (machines: readonly Machine[]) => Promise<void>;
  /** Ends what runs without a word of it on disk. */
  readonly suspend: () => Promise<void>;
};

export type ExecutionsOptions = {
  readonly files: ExecutionFiles;
  readonly invoker: Invoker;
  readonly timeoutError: () => Error;
  readonly log: Log;
};

type Running = {
  readonly history: HistoryLog;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  stopped: Promise<Execution> | undefined;
};

type State = ExecutionsOptions & {
  readonly known: Map<string, Execution>;
  readonly running: Map<string, Running>;
  /** Starts that are being written to disk, which a second start of the same name waits for. */
  readonly starting: Map<string, Promise<void>>;
  readonly tokens: TaskTokens;
};

export const openExecutions = async (options: ExecutionsOptions): Promise<Executions> => {
  const known = new Map((await options.files.readAll()).map((execution) => [execution.executionArn, execution]));
  const tokens = taskTokens((executionArn) => known.has(executionArn));
  const state: State = { ...options, known, running: new Map(), starting: new Map(), tokens };
  return {
    tokens,
    start: (request) => start(state, request),
    find: (executionArn) => find(state, executionArn),
    historyOf: (executionArn) => historyOf(state, executionArn),
    ofMachine: (stateMachineArn) =>
      [...known.values()]
        .filter((execution) => execution.stateMachineArn === stateMachineArn)
        .sort((one, other) => other.startedAt - one.startedAt),
    stop: (executionArn, why) => stop(state, executionArn, why),
    resume: (machines) => resume(state, machines),
    suspend: () => suspend(state),
  };
};

const start = async (state: State, { machine, name = randomUUID(), input }: StartRequest): Promise<Execution> => {
  const executionArn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const existing = state.known.get(executionArn);
  if (existing !== undefined) {
    if (existing.status !== 'RUNNING' || existing.input !== input) {
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    await state.starting.get(executionArn);
    return existing;
  }
  const execution: Execution = {
    ...{ executionArn, stateMachineArn: machine.arn, name, input },
    status: 'RUNNING',
    startedAt: Date.now(),
    redriveCount: 0,
  };
  state.known.set(executionArn, execution);
  const saved = state.files.save(execution);
  state.starting.set(executionArn, saved);
  try {
    await saved;
  } catch (error) {
    state.known.delete(executionArn);
    throw error;
  } finally {
    state.starting.delete(executionArn);
  }
  run(state, { machine, execution, before: [], first: startedEvent(execution) });
  return execution;
};

type RunRequest = {
  readonly machine: Machine;
  readonly execution: Execution;
  readonly before: readonly HistoryEvent[];
  readonly first: NewEvent;
};

const run = (state: State, { machine, execution, before, first }: RunRequest): void => {
  const history = historyLog(state.files, execution, before);
  const abort = new AbortController();
  history.record(first);
  const ended = runExecution({ ...state, machine, execution, record: history.record, signal: abort.signal })
    .then(async (ending) => {
      await (ending === undefined ? history.flush() : close(state, { execution, history, ending }));
    })
    .catch((error) => state.log(`Execution ${execution.name} could not be written to disk: ${error}`))
    .then(() => void state.running.delete(execution.executionArn));
  state.running.set(execution.executionArn, { history, abort, ended, stopped: undefined });
};

type Close = { readonly execution: Execution; readonly history: HistoryLog; readonly ending: Ending };

/** The history is on disk before the end is, and the end is on disk before anyone is told. */
const close = async (state: State, { execution, history, ending }: Close): Promise<Execution> => {
  history.record(endedEvent(ending));
  await history.flush();
  const ended: Execution = { ...execution, ...ending, stoppedAt: Date.now() };
  await state.files.save(ended);
  state.known.set(ended.executionArn, ended);
  return ended;
};

const find = (state: State, executionArn: string): Execution => {
  const execution = state.known.get(executionArn);
  if (execution === undefined) {
    throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }
  return execution;
};

const historyOf = async (state: State, executionArn: string): Promise<readonly HistoryEvent[]> => {
  const execution = find(state, executionArn);
  return state.running.get(executionArn)?.history.events() ?? (await state.files.readHistory(execution));
};

const stop = async (
  state: State,
  executionArn: string,
  why: { readonly error: string; readonly cause: string },
): Promise<Execution> => {
  const execution = find(state, executionArn);
  await state.starting.get(executionArn);
  const running = state.running.get(executionArn);
  if (running === undefined || execution.status !== 'RUNNING') {
    return find(state, executionArn);
  }
  running.stopped ??= abort(state, execution, { running, why });
  return running.stopped;
};

type Stop = { readonly running: Running; readonly why: { readonly error: string; readonly cause: string } };

const abort = async (state: State, { executionArn }: Execution, { running, why }: Stop): Promise<Execution> => {
  running.abort.abort();
  await running.ended;
  const execution = find(state, executionArn);
  return execution.status === 'RUNNING'
    ? close(state, { execution, history: running.history, ending: { status: 'ABORTED', ...why } })
    : execution;
};

const resume = async (state: State, machines: readonly Machine[]): Promise<void> => {
  const interrupted = [...state.known.values()].filter(
    (execution) => execution.status === 'RUNNING' && !state.running.has(execution.executionArn),
  );
  for (const execution of interrupted) {
    const machine = machines.find((candidate) => candidate.arn === execution.stateMachineArn);
    if (machine === undefined) {
      state.log(`Execution ${execution.name} stays as it was: ${execution.stateMachineArn} is not declared any more.`);
      continue;
    }
    const redriven = { ...execution, redriveCount: execution.redriveCount + 1, redrivenAt: Date.now() };
    const before = await state.files.readHistory(execution);
    await state.files.save(redriven);
    state.known.set(redriven.executionArn, redriven);
    run(state, { machine, execution: redriven, before, first: redrivenEvent(redriven) });
  }
};

const suspend = async (state: State): Promise<void> => {
  const running = [...state.running.values()];
  for (const { abort } of running) {
    abort.abort();
  }
  await Promise.all(running.map(({ ended }) => ended));
};
