import { createHash } from 'node:crypto';
import type { Outcome, Wrong } from './work.ts';

/** What several runs came to, taken together. */
export type Tally = {
  /** `position` is that among all runs, whichever was done first. */
  readonly add: (outcome: Outcome, position: number) => void;
  readonly ran: () => number;
  readonly wrong: () => readonly Wrong[];
  readonly faults: () => Readonly<Record<string, number>>;
  readonly sometimes: () => Readonly<Record<string, number>>;
  /** One hash over the histories of all runs, by their positions. */
  readonly historyHash: () => string;
};

export const tally = (): Tally => {
  const hashes: string[] = [];
  const faults = new Map<string, number>();
  const paths = new Map<string, number>();
  const wrong: Wrong[] = [];
  let ran = 0;
  return {
    add: (outcome, position) => {
      ran += outcome.ran;
      hashes[position] = outcome.hash;
      for (const [name, times] of Object.entries(outcome.faults)) faults.set(name, (faults.get(name) ?? 0) + times);
      for (const [name, times] of Object.entries(outcome.paths)) paths.set(name, (paths.get(name) ?? 0) + times);
      wrong.push(...outcome.wrong);
    },
    ran: () => ran,
    wrong: () => wrong,
    faults: () => byName(faults),
    sometimes: () => byName(paths),
    historyHash: () => createHash('sha256').update(hashes.join('')).digest('hex'),
  };
};

const byName = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
