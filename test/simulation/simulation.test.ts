import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { invariants } from './invariants.ts';
import { simulate } from './simulate.ts';

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
const minute = 60_000;

// Planted bugs take minutes to hunt: npm run invariants -- --planted.
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

  it('holds the invariants that are documented', async () => {
    const documented = await readFile('docs/invariants.md', 'utf8');
    for (const [id, rule] of Object.entries(invariants)) expect(documented).toContain(`| ${id} | ${rule} |`);
  });
});
