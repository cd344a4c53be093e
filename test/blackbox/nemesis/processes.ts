import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LocalStack } from '../../support/local-stack.ts';

/** The processes of a running local stack, by Linux's /proc; elsewhere only the stack's own is found. */
export type StackProcesses = {
  readonly stack: number;
  /** It is the Kinesis engine too. */
  readonly engineHost: number | undefined;
  /** By the name of its database's file: there is more than one engine, see ADR 21. */
  readonly dynamodb: ReadonlyMap<string, number>;
  /** By the function's own name, without the stack's. */
  readonly workers: ReadonlyMap<string, number>;
};

export const processesOf = (stack: LocalStack): StackProcesses => {
  const engines = enginesOf(stack.dataFolder).map((pid) => ({ pid, line: commandLine(pid) }));
  const workers = Object.entries(stack.describe().functions).flatMap(([name, { pid }]) =>
    pid !== undefined && isFunction(pid, name) ? [[name.split('-').at(-1) ?? name, pid] as const] : [],
  );
  return {
    stack: stack.pid,
    engineHost: engines.find(({ line }) => line.includes('host.ts'))?.pid,
    dynamodb: new Map(engines.flatMap(({ pid, line }) => databaseFileIn(line).map((file) => [file, pid] as const))),
    workers: new Map(workers),
  };
};

const enginesOf = (dataFolder: string): readonly number[] => {
  try {
    return JSON.parse(readFileSync(join(dataFolder, 'engine-processes.json'), 'utf8')) as readonly number[];
  } catch {
    return [];
  }
};

const databaseFileIn = (line: string): readonly string[] => {
  const file = /--db-path (\S+)/.exec(line)?.[1];
  return file === undefined ? [] : [basename(file, '.db')];
};

// A process id may have gone to somebody else since the stack wrote it down.
const isFunction = (pid: number, name: string): boolean => commandLine(pid).includes(name);

const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** Answers whether the process was there. */
export const signal = (pid: number | undefined, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): boolean => {
  if (pid === undefined || pid <= 0) return false;
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
};
