import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { allSingleFaults, tellSingle } from './enumerate/single.ts';
import { tellWithCrashes } from './enumerate/tell-with-crashes.ts';
import { invariants } from './invariants.ts';
import { simulate } from './simulate.ts';

const seeds = Array.from({ length: 50 }, (_, index) => index + 1);
const minute = 60_000;

// All seeds, sites and planted bugs take minutes: npm run test:invariants.
describe('the simulation', () => {
  it(
    'finds no violation',
    async () => {
      for (const seed of seeds) {
        const { violations, story } = await simulate(seed);
        expect({ seed, violations, story }).toEqual({ seed, violations: [], story: [] });
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

const every = 60;

describe('the enumeration', () => {
  it(
    'finds sites by running, comes to each, and nothing is violated there',
    async () => {
      const faults = await allSingleFaults();
      expect(faults.length).toBeGreaterThan(1_000);
      for (const fault of faults.filter((_, position) => position % every === 0)) {
        const { simulation, isReached } = await tellSingle(fault);
        expect({ fault, isReached, violations: simulation.violations }).toEqual({
          fault,
          isReached: true,
          violations: [],
        });
      }
    },
    2 * minute,
  );

  it(
    'crashes twice on the path of a payout',
    async () => {
      const { passed } = await tellWithCrashes('accepted', []);
      expect(passed).toBeGreaterThan(30);
      const { simulation, passed: after } = await tellWithCrashes('accepted', [12, 40]);
      expect(simulation.violations).toEqual([]);
      expect([...simulation.faults.values()].reduce((sum, times) => sum + times, 0)).toBe(2);
      expect(after).toBeGreaterThan(passed);
    },
    minute,
  );
});
