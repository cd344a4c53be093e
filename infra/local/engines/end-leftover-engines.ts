import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.ts';

const endMilliseconds = 10_000;

/**
 * Ends engine processes that an earlier stack on the same data folder left behind, so that they do not hold its files.
 * A recorded process id may belong to somebody else by now, so one is ended only if its command line names this folder.
 */
export const endLeftoverEngines = async (processesFile: string, dataFolder: string, log: Log): Promise<void> => {
  const left = recordedProcesses(processesFile).filter((pid) => worksOn(pid, dataFolder));
  for (const pid of left) {
    log(`Ending engine process ${pid}, which an earlier stack left behind`);
    kill(pid);
  }
  const giveUpAt = Date.now() + endMilliseconds;
  while (left.some((pid) => worksOn(pid, dataFolder)) && Date.now() < giveUpAt) await pause(20);
  rmSync(processesFile, { force: true });
};

const recordedProcesses = (file: string): readonly number[] => {
  if (!existsSync(file)) return [];
  try {
    const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(recorded) ? recorded.filter((pid) => Number.isSafeInteger(pid) && pid > 1) : [];
  } catch {
    // Half written when the stack was killed: nothing can be ended by it, and the engines end with their stack anyway.
    return [];
  }
};

// The host has the folder as its last argument, the engine a file inside it; `/data/a` is not taken for `/data/ab`.
const worksOn = (pid: number, dataFolder: string): boolean => {
  const line = `${commandLine(pid).trimEnd()} `;
  return line.includes(`${dataFolder} `) || line.includes(`${dataFolder}/`);
};

const commandLine = (pid: number): string => {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
};
