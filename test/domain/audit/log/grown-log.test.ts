import { describe, expect, it } from '@jest/globals';
import { logInTiles } from './log-in-tiles.ts';
import { provesConsistency, provesInclusion, referenceRoot } from './reference-tree.ts';

/** Sizes on both sides of powers of two and of whole tiles: 1, 2, 5, 7, 8, 255, 256, 257, 511, 600. */
const log = logInTiles([1, 1, 3, 2, 1, 247, 1, 1, 254, 89]);
const rootOf = (size: number): string => referenceRoot(log.leafHashes.slice(0, size));

describe('a log that grew in steps', () => {
  it('has the root of its leaves at each of its sizes', () => {
    expect(log.sizes).toEqual([1, 2, 5, 7, 8, 255, 256, 257, 511, 600]);
    expect(log.sizes.map(log.rootAt)).toEqual(log.sizes.map(rootOf));
  });

  it('keeps each tile once it is whole, and as it was at each size until then', () => {
    expect([...log.paths].sort()).toEqual([
      ...['tile/0/000', 'tile/0/000.p/1', 'tile/0/000.p/2', 'tile/0/000.p/255', 'tile/0/000.p/5', 'tile/0/000.p/7'],
      ...['tile/0/000.p/8', 'tile/0/001', 'tile/0/001.p/1', 'tile/0/001.p/255', 'tile/0/002.p/88'],
      ...['tile/1/000.p/1', 'tile/1/000.p/2'],
    ]);
  });

  it('proves its leaves at each of its sizes', () => {
    for (const size of log.sizes)
      for (const index of new Set([0, size >> 1, size - 1])) {
        const claim = { leafHash: log.leafHashes[index] ?? '', index, size, root: rootOf(size) };
        expect(provesInclusion({ ...claim, proof: log.inclusion(index, size) })).toBe(true);
      }
  });

  it('proves that each of its sizes goes on from those before, sealed or not', () => {
    for (const [position, second] of log.sizes.entries())
      for (const first of new Set([...log.sizes.slice(0, position), second - 1, second].filter((size) => size > 0))) {
        const claim = { first, second, firstRoot: rootOf(first), secondRoot: rootOf(second) };
        expect(provesConsistency({ ...claim, proof: log.consistency(first, second) })).toBe(true);
      }
  });
});
