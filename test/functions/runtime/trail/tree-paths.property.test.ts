import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { base64Of, bytesOf } from '../../../../domain/audit/log/bytes.ts';
import { grownTiles } from '../../../../domain/audit/log/grow-tiles.ts';
import { tilePath } from '../../../../domain/audit/log/tile.ts';
import { leafHashOf, nodeHashOf, type TreeHash } from '../../../../domain/audit/log/tree-hash.ts';
import { leafPaths } from '../../../../domain/audit/trail/leaf-paths.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { treePaths } from '../../../../functions/runtime/trail/tree-paths.ts';

/** RFC 6962, section 2.1, word by word. */
const split = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

const rootOf = (leaves: readonly TreeHash[]): TreeHash => {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const at = split(leaves.length);
  return nodeHashOf(bytesSha256, rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
};

const pathOf = (index: number, leaves: readonly TreeHash[]): readonly TreeHash[] => {
  if (leaves.length === 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))];
};

const leavesOf = (size: number): readonly TreeHash[] =>
  Array.from({ length: size }, (_, index) => leafHashOf(bytesSha256, bytesOf(`entry ${index}`)));

const pathsOf = (leaves: readonly TreeHash[]) => {
  const tiles = new Map(
    grownTiles(bytesSha256, { size: 0, partial: [] }, leaves).map(({ tile, bytes }) => [tilePath(tile), bytes]),
  );
  let reads = 0;
  const readTile = async (tile: Parameters<typeof tilePath>[0]): Promise<Uint8Array> => {
    reads += 1;
    const bytes = tiles.get(tilePath(tile));
    if (bytes === undefined) throw new Error(`There is no ${tilePath(tile)}`);
    return bytes;
  };
  return { paths: treePaths({ size: leaves.length, digest: bytesSha256, readTile }), reads: () => reads };
};

const sizes = fc.oneof(fc.integer({ min: 1, max: 1_200 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 768));

describe('inclusion paths', () => {
  it('are those of RFC 6962, from tiles and from leaves', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, at) => {
        const leaves = leavesOf(size);
        const expected = pathOf(at % size, leaves).map(base64Of);
        expect((await pathsOf(leaves).paths.inclusion(at % size)).map(base64Of)).toEqual(expected);
        const inMemory = leafPaths(bytesSha256, leaves);
        expect(inMemory.pathOf(at % size).map(base64Of)).toEqual(expected);
        expect(base64Of(inMemory.root)).toBe(base64Of(rootOf(leaves)));
      }),
      { numRuns: 40 },
    );
  });

  it('of all leaves in order read each tile a few times and not once for each leaf', async () => {
    const leaves = leavesOf(3_000);
    const { paths, reads } = pathsOf(leaves);
    for (let index = 0; index < leaves.length; index += 1) await paths.inclusion(index);
    expect(reads()).toBeLessThan(60);
  });
});
