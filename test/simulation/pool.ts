import { type ChildProcess, fork } from 'node:child_process';
import { type Job, type Outcome, perform } from './work.ts';

export type PoolOptions = {
  /** How many processes do the work; with 1, this one does it. */
  readonly workers: number;
  /** Told of each outcome as it comes, in any order, with the position of its job. */
  readonly onOutcome: (outcome: Outcome, position: number) => void;
};

/** Does all jobs. Fails where a worker does. */
export const performAll = async (jobs: readonly Job[], { workers, onOutcome }: PoolOptions): Promise<void> => {
  const queue = jobs.entries();
  const lead = async (work: (job: Job) => Promise<Outcome>): Promise<void> => {
    for (const [position, job] of queue) onOutcome(await work(job), position);
  };
  if (workers <= 1) return lead(perform);
  const children = Array.from({ length: Math.min(workers, jobs.length) }, startWorker);
  try {
    await Promise.all(children.map(({ work }) => lead(work)));
  } finally {
    for (const { child } of children) child.kill();
  }
};

const startWorker = (): { readonly child: ChildProcess; readonly work: (job: Job) => Promise<Outcome> } => {
  const child = fork(new URL('./work-for-parent.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    child,
    work: (job) =>
      new Promise((resolve, reject) => {
        const told = (outcome: Outcome): void => {
          child.off('exit', ended);
          resolve(outcome);
        };
        const ended = (code: number | null): void => {
          child.off('message', told);
          reject(new Error(`A worker ended with ${code} at ${JSON.stringify(job)}`));
        };
        child.once('message', told);
        child.once('exit', ended);
        child.send(job);
      }),
  };
};
