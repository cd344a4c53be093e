import { describe, expect, it } from '@jest/globals';
import { simulate } from '../simulate.ts';
import { everyFault, faultMixOf } from './faults.ts';

describe('a mix of faults', () => {
  it('is named by groups and by kinds', () => {
    expect([...faultMixOf('crashes, slow')]).toEqual([
      'crashBefore',
      'crashAfter',
      'zombieWrite',
      'processRestart',
      'slow',
    ]);
  });

  it('names all there are where one is unknown', () => {
    expect(() => faultMixOf('crashes,thunder')).toThrow(
      /no fault called "thunder".*crashes, .*throttles, .*zombieWrite/,
    );
  });

  it('is all that happens', async () => {
    const happened = new Set<string>();
    for (const seed of [1, 2, 3, 4]) for (const kind of (await simulate(seed)).faults.keys()) happened.add(kind);
    expect(happened.size).toBeGreaterThan(10);
    for (const kind of happened) expect(everyFault).toContain(kind);
    const mix = faultMixOf('throttles,clocks');
    for (const seed of [1, 2, 3, 4])
      for (const kind of (await simulate(seed, { mix })).faults.keys()) expect([...mix]).toContain(kind);
  }, 60_000);

  it('leaves what else happens as it is', async () => {
    const kept: string[] = [];
    const { hash } = await simulate(3);
    const again = await simulate(3, { mayStrike: ({ id }) => kept.push(id) > 0 });
    expect(again.hash).toBe(hash);
    expect(new Set(kept).size).toBe(kept.length);
  });
});
