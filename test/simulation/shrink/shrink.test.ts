import { describe, expect, it } from '@jest/globals';
import { bugNamed } from '../planted/planted-bugs.ts';
import { shrink } from './shrink.ts';
import { smallest } from './smallest.ts';

const minute = 60_000;

describe('the smallest part that fails', () => {
  const numbers = Array.from({ length: 50 }, (_, index) => index);

  it('is found, wherever it is', async () => {
    for (const wanted of [[7], [3, 44], [0, 25, 49]])
      expect(await smallest(numbers, async (left) => wanted.every((one) => left.includes(one)))).toEqual(wanted);
  });

  it('is nothing where nothing fails too, and all where each is needed', async () => {
    expect(await smallest(numbers, async () => true)).toEqual([]);
    expect(await smallest(numbers.slice(0, 6), async (left) => left.length === 6)).toEqual(numbers.slice(0, 6));
  });
});

describe('a story', () => {
  it(
    'is shrunk to what violates the same invariant, and replayed the same',
    async () => {
      const bug = bugNamed('capture-keeps-the-hold');
      const found = await firstShrunk(bug);
      expect(found.invariant).toBe('SIM-03');
      expect(found.wishes.length).toBeLessThan(8);
      expect(found.strikes).toEqual([]);
      expect(found.simulation.story.join('\n')).toContain('VIOLATION of SIM-03');
      expect((await firstShrunk(bug)).simulation.story).toEqual(found.simulation.story);
    },
    2 * minute,
  );

  it(
    'keeps what has to go wrong for it',
    async () => {
      const { strikes, before, simulation } = await firstShrunk(bugNamed('cache-outlives-failure'));
      expect(before.strikes).toBeGreaterThan(10);
      expect(strikes.length).toBeGreaterThan(0);
      expect(strikes.length).toBeLessThan(5);
      for (const { id } of strikes)
        expect(simulation.story.some((line) => line.includes(id.split(' ')[0] ?? ''))).toBe(true);
    },
    2 * minute,
  );

  it('is none where nothing is violated', async () => {
    expect(await shrink(1)).toBeUndefined();
  });
});

const firstShrunk = async (bug: ReturnType<typeof bugNamed>) => {
  for (let seed = 1; seed < 20; seed += 1) {
    const shrunk = await shrink(seed, { bug });
    if (shrunk !== undefined) return shrunk;
  }
  throw new Error(`${bug.id} was not caught`);
};
