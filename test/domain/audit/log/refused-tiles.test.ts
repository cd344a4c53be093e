import { describe, expect, it } from '@jest/globals';
import { areSame, bytesOf, concatenated, hexOf } from '../../../../domain/audit/log/bytes.ts';
import { entriesOfBundle, entryBundleOf } from '../../../../domain/audit/log/entry-bundle.ts';
import { edgeOfTiles, grownTiles } from '../../../../domain/audit/log/grow-tiles.ts';
import { consistencyRanges, inclusionRanges } from '../../../../domain/audit/log/proof-ranges.ts';
import { rangeHash, tilesOfRanges } from '../../../../domain/audit/log/range-hash.ts';
import {
  hashesOfTile,
  hashesOnLevel,
  leavesPerHash,
  partialTilesOf,
  type Tile,
  tileOfTree,
} from '../../../../domain/audit/log/tile.ts';
import { emptyEdge } from '../../../../domain/audit/log/tree-edge.ts';
import { hashBytes } from '../../../../domain/audit/log/tree-hash.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';

const filled = (tile: Tile) => ({ tile, bytes: new Uint8Array(tile.width * hashBytes) });
const three: Tile = { level: 0, index: 0, width: 3 };

describe('a tile', () => {
  it('has as many hashes as its name says, or is refused', () => {
    expect(hashesOfTile(three, filled(three).bytes)).toHaveLength(3);
    expect(() => hashesOfTile(three, new Uint8Array(64))).toThrow('tile/0/000.p/3 has 64 bytes, not 96');
  });

  it('is named by the tree that it is in', () => {
    expect([0, 1, 2].map(leavesPerHash)).toEqual([1, 256, 65_536]);
    expect([255, 256, 511, 512].map((size) => hashesOnLevel(1, size))).toEqual([0, 1, 1, 2]);
    expect(tileOfTree(0, 1, 300)).toEqual({ level: 0, index: 1, width: 44 });
    expect(tileOfTree(0, 0, 300)).toEqual({ level: 0, index: 0, width: 256 });
  });

  it('is partly filled at the right of its level, unless the level ends with it', () => {
    expect(partialTilesOf(0)).toEqual([]);
    expect(partialTilesOf(256)).toEqual([{ level: 1, index: 0, width: 1 }]);
    expect(partialTilesOf(257 * 256 + 3)).toEqual([
      { level: 0, index: 257, width: 3 },
      { level: 1, index: 1, width: 1 },
      { level: 2, index: 0, width: 1 },
    ]);
    expect(partialTilesOf(65_536)).toEqual([{ level: 2, index: 0, width: 1 }]);
  });

  it('that is needed and not given is told', () => {
    const growing = () => grownTiles(bytesSha256, { size: 3, partial: [] }, [new Uint8Array(hashBytes)]);
    expect(growing).toThrow('The tile of level 0 with 3 hashes is not given');
    const others = [filled({ ...three, level: 1 }), filled({ ...three, width: 2 })];
    expect(() => edgeOfTiles(bytesSha256, 3, others)).toThrow('The tile of level 0 with 3 hashes is not given');
    const range = { begin: 0, end: 2 };
    expect(() => rangeHash(bytesSha256, { range, size: 3 }, [])).toThrow('tile/0/000.p/3 is not given');
    expect(rangeHash(bytesSha256, { range, size: 3 }, [filled(three)])).toHaveLength(hashBytes);
  });

  it('is not needed by an empty tree, and nothing grows by nothing', () => {
    expect(edgeOfTiles(bytesSha256, 0, [])).toEqual(emptyEdge);
    expect(grownTiles(bytesSha256, { size: 3, partial: [] }, [])).toEqual([]);
  });
});

describe('a range of leaves', () => {
  it('has no hash where it is empty, or no tree has it', () => {
    expect(() => rangeHash(bytesSha256, { range: { begin: 1, end: 1 }, size: 3 }, [])).toThrow(
      'An empty range has no hash',
    );
    expect(() => tilesOfRanges([{ begin: 1, end: 3 }], 3)).toThrow('No subtree begins at 1 and has 2 leaves');
  });

  it('needs each tile once', () => {
    const ranges = [0, 1, 2, 300].map((begin) => ({ begin, end: begin + 1 }));
    expect(tilesOfRanges([...ranges, { begin: 0, end: 256 }], 301)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 0, index: 1, width: 45 },
      { level: 1, index: 0, width: 1 },
    ]);
  });

  it('is told of no tree that it cannot be in', () => {
    expect(() => inclusionRanges(7, 7)).toThrow('A tree of 7 leaves has none with the index 7');
    for (const [first, second] of [
      [8, 7],
      [-1, 7],
      [0.5, 7],
      [1, 7.5],
    ] as const)
      expect(() => consistencyRanges(first, second)).toThrow(`No tree of ${second} leaves begins with one of ${first}`);
  });
});

describe('bytes', () => {
  it('are the same where all of them are', () => {
    expect(areSame(bytesOf('ab'), bytesOf('ab'))).toBe(true);
    for (const other of ['', 'a', 'abc', 'aB', 'Ab']) expect(areSame(bytesOf('ab'), bytesOf(other))).toBe(false);
  });

  it('are joined, and shown in two digits each', () => {
    expect(concatenated([])).toHaveLength(0);
    expect(hexOf(concatenated([Uint8Array.of(0, 10), Uint8Array.of(), Uint8Array.of(255)]))).toBe('000aff');
  });

  it('of a bundle are refused with their length', () => {
    expect(() => entryBundleOf([new Uint8Array(65_536)])).toThrow('An entry of 65536 bytes fits into no bundle');
    expect(() => entriesOfBundle(Uint8Array.of(0, 2, 7))).toThrow('A bundle of 3 bytes ends within an entry');
    expect(() => entriesOfBundle(Uint8Array.of(1, 0, 7))).toThrow('A bundle of 3 bytes ends within an entry');
  });
});
