import { createHash } from 'node:crypto';
import type { Simulation } from './simulate.ts';

/** What several seeds came to, taken together. */
export type Tally = {
  readonly add: (simulation: Simulation) => void;
  readonly seeds: () => number;
  readonly failed: () => readonly Simulation[];
  readonly faults: () => Readonly<Record<string, number>>;
  readonly sometimes: () => Readonly<Record<string, number>>;
  /** One hash over the histories of all seeds, in the order in which they were added. */
  readonly historyHash: () => string;
};

export const tally = (): Tally => {
  const hash = createHash('sha256');
  const faults = new Map<string, number>();
  const paths = new Map<string, number>();
  const failed: Simulation[] = [];
  let seeds = 0;
  return {
    add: (simulation) => {
      seeds += 1;
      hash.update(simulation.hash);
      for (const [name, times] of simulation.faults) faults.set(name, (faults.get(name) ?? 0) + times);
      for (const [name, times] of simulation.paths) paths.set(name, (paths.get(name) ?? 0) + times);
      if (simulation.violations.length > 0) failed.push(simulation);
    },
    seeds: () => seeds,
    failed: () => failed,
    faults: () => byName(faults),
    sometimes: () => byName(paths),
    historyHash: () => hash.copy().digest('hex'),
  };
};

const byName = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
