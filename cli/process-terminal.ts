import { text } from 'node:stream/consumers';
import { SingleBar } from 'cli-progress';
import type { Progress, Terminal } from './terminal.ts';

// Where nobody knows how many there are before all are read, the bar counts and has no length.
const progress = (counted: string, total?: number): Progress => {
  const bar = new SingleBar({
    format:
      total === undefined ? `{value} ${counted}, {duration} s` : `{bar} {value} of {total} ${counted}, {duration} s`,
    stream: process.stderr,
    noTTYOutput: true,
    notTTYSchedule: 2_000,
    hideCursor: true,
  });
  bar.start(total ?? 0, 0);
  return { step: () => bar.increment(), done: () => bar.stop() };
};

/** The terminal of this process. */
export const processTerminal: Terminal = {
  write: (written) => {
    process.stdout.write(written);
  },
  complain: (written) => {
    process.stderr.write(written);
  },
  progress,
  environment: process.env,
  readInput: () => text(process.stdin),
};
