import { setTimeout as pause } from 'node:timers/promises';
import { type LocalStack, startLocalStack } from '../../support/local-stack.ts';
import type { Target } from '../clients/ask.ts';
import { signal } from './processes.ts';

/** A local stack that is killed and comes back on the same data folder. */
export type TorturedStack = {
  readonly target: Target;
  readonly current: () => LocalStack;
  /** Waits for the end of the stack, which is near, or makes it, and starts it again. */
  readonly restart: (options?: RestartOptions) => Promise<void>;
  /** What the stack did that nobody had asked it to. */
  readonly surprises: () => readonly string[];
  readonly stop: () => Promise<void>;
  /** Ends the stack at once, for when there is no time. */
  readonly abandon: () => void;
};

export type RestartOptions = {
  /** The start is killed after so many milliseconds, and another follows. */
  readonly killStartAfter?: number;
};

/** How long a stack may take to give up by itself once an engine is gone. */
const endMilliseconds = 30_000;
const startMilliseconds = 120_000;
const startAttemptsMaximum = 4;

export const tortureStack = async (): Promise<TorturedStack> => {
  const surprises: string[] = [];
  const starter = stackStarter(surprises);
  let stack = await starter.start();
  const folder = stack.dataFolder;
  let isExpected = false;
  let restarting: Promise<void> = Promise.resolve();
  const comeBack = async ({ killStartAfter }: RestartOptions): Promise<void> => {
    const timer = setTimeout(() => signal(stack.pid, 'SIGKILL'), endMilliseconds);
    await stack.ended;
    clearTimeout(timer);
    if (killStartAfter !== undefined) await starter.startAndKill(folder, killStartAfter);
    stack = await starter.start(folder);
    isExpected = false;
    watch(stack);
  };
  const restart = (options: RestartOptions = {}): Promise<void> => {
    isExpected = true;
    restarting = restarting.then(() => comeBack(options));
    return restarting;
  };
  const watch = (watched: LocalStack): void => {
    watched.ended.then(() => {
      if (isExpected || stack !== watched) return undefined;
      surprises.push('The stack ended, and none of its engines had been killed');
      return restart();
    });
  };
  watch(stack);
  return {
    target: { url: () => stack.url, token: () => stack.token },
    current: () => stack,
    surprises: () => surprises,
    restart,
    stop: async () => {
      await restarting;
      isExpected = true;
      await stack.stop();
    },
    abandon: () => void [stack.pid, starter.newest()].map((pid) => signal(pid, 'SIGKILL')),
  };
};

/** Starts stacks on one folder, again where one does not come up, which it notes. */
const stackStarter = (surprises: string[]) => {
  let newest = 0;
  const onSpawn = (pid: number): void => {
    newest = pid;
  };
  const start = async (folder?: string, attempt = 1): Promise<LocalStack> => {
    const timer = setTimeout(() => signal(newest, 'SIGKILL'), startMilliseconds);
    try {
      return await startLocalStack(folder, onSpawn);
    } catch (error) {
      surprises.push(`The stack did not start on its own data: ${error}`);
      if (attempt === startAttemptsMaximum) throw error;
      return await start(folder, attempt + 1);
    } finally {
      clearTimeout(timer);
    }
  };
  const startAndKill = async (folder: string, milliseconds: number): Promise<void> => {
    const end = startLocalStack(folder, onSpawn).then(
      (stack) => stack.ended,
      () => undefined,
    );
    await pause(milliseconds);
    signal(newest, 'SIGKILL');
    await end;
  };
  return { start: (folder?: string) => start(folder), startAndKill, newest: () => newest };
};
