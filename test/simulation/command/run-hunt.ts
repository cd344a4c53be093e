import type { Hunted } from '../hunt.ts';
import { plantedBugs } from '../planted/planted-bugs.ts';
import { performAll } from '../pool.ts';
import type { Words } from './read-words.ts';
import type { Say } from './say.ts';

const plantedSeedsMaximum = 1_000;

/** Hunts every planted bug, and says how many seeds each survived. */
export const runHunt = async ({ first, workers }: Words, say: Say): Promise<readonly Hunted[]> => {
  say('\nPlanted bugs, how many seeds each survived until it was caught, and by what');
  const found: Hunted[] = [];
  const jobs = plantedBugs.map(
    ({ id }) => ({ kind: 'hunt', bug: id, first, seedsMaximum: plantedSeedsMaximum }) as const,
  );
  await performAll(jobs, {
    workers,
    onOutcome: ({ hunted }, position) => {
      if (hunted === undefined) return;
      found[position] = hunted;
      const { id, what, caughtAfter, by } = hunted;
      say(`${String(caughtAfter ?? 'never').padStart(9)}  ${by ?? '      '}  ${id}: ${what}`);
    },
  });
  return found;
};
