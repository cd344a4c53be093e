import { describe, expect, it } from '@jest/globals';
import { hunt } from './hunt.ts';
import { plantedBugs } from './planted/planted-bugs.ts';
import { simulate } from './simulate.ts';

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);
const minute = 60_000;

/** Seeds that a planted bug may survive here; `npm run invariants -- --planted` gives each a thousand. */
const survivedMaximum = 25;

/** Those that need more luck. */
const rare: ReadonlySet<string> = new Set(['own-text-is-trusted']);

describe('the simulation', () => {
  it(
    'finds no violation',
    async () => {
      for (const seed of seeds) {
        const { violations, story } = await simulate(seed);
        expect({ seed, violations, story: violations.length === 0 ? [] : story }).toEqual({
          seed,
          violations: [],
          story: [],
        });
      }
    },
    3 * minute,
  );

  it(
    'tells the same history of the same seed, and another one of another',
    async () => {
      const once: string[] = [];
      for (const seed of seeds.slice(0, 15)) once.push((await simulate(seed)).hash);
      const again: string[] = [];
      for (const seed of seeds.slice(0, 15)) again.push((await simulate(seed)).hash);
      expect(again).toEqual(once);
      expect(new Set(once).size).toBe(once.length);
    },
    minute,
  );

  it.each(plantedBugs.filter(({ id }) => !rare.has(id)))(
    'finds a planted bug: $what',
    async (bug) => {
      expect(await hunt(bug, 1, survivedMaximum)).toMatchObject({ caughtAfter: expect.any(Number) });
    },
    minute,
  );
});
