import type { FilledTile } from '../../../domain/audit/log/grow-tiles.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../../../domain/audit/log/proof-ranges.ts';
import { rangeHash, tilesOfRanges } from '../../../domain/audit/log/range-hash.ts';
import { hashesOfTile, leavesPerHash, type Tile, tileOfTree, tilePath } from '../../../domain/audit/log/tile.ts';
import { nodeHashOf, type TreeHash } from '../../../domain/audit/log/tree-hash.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';

export type TreeOptions = {
  readonly size: number;
  readonly digest: BytesDigest;
  readonly readTile: (tile: Tile) => Promise<Uint8Array>;
};

/** Proofs of one tree, for very many of its leaves. */
export type TreePaths = {
  /** From the leaf's sibling upwards. */
  readonly inclusion: (index: number) => Promise<readonly TreeHash[]>;
  /** That the tree begins with one of that size. */
  readonly consistency: (earlierSize: number) => Promise<readonly TreeHash[]>;
};

/** A tile has eight levels of the binary tree; what a leaf and its neighbours need is in few tiles. */
const tilesKeptMaximum = 32;

/**
 * Makes proofs from tiles. A tile is hashed once as long as proofs are asked of leaves near each other, so that the
 * proofs of a million leaves in order cost little more than the tree itself.
 */
export const treePaths = (options: TreeOptions): TreePaths => {
  const pyramids = new Map<string, Pyramid>();
  const uneven = new Map<string, TreeHash>();
  const hashOf = async (range: LeafRange): Promise<TreeHash> => {
    if (isPerfect(range)) return hashIn(await pyramidOf(range, pyramids, options), range);
    const key = `${range.begin} ${range.end}`;
    const hash = uneven.get(key) ?? (await unevenHash(range, options));
    uneven.set(key, hash);
    return hash;
  };
  const hashesOf = async (ranges: readonly LeafRange[]): Promise<readonly TreeHash[]> => {
    const hashes: TreeHash[] = [];
    for (const range of ranges) hashes.push(await hashOf(range));
    return hashes;
  };
  return {
    inclusion: (index) => hashesOf(inclusionRanges(index, options.size)),
    consistency: (earlierSize) => hashesOf(consistencyRanges(earlierSize, options.size)),
  };
};

/** The hashes of a tile, then those of each level above them, as far as they are complete. */
type Pyramid = readonly (readonly TreeHash[])[];

const levelsPerTile = 8;

const isPerfect = ({ begin, end }: LeafRange): boolean =>
  Number.isInteger(Math.log2(end - begin)) && begin % (end - begin) === 0;

const levelOf = ({ begin, end }: LeafRange): number => Math.floor(Math.log2(end - begin) / levelsPerTile);

const pyramidOf = async (
  range: LeafRange,
  kept: Map<string, Pyramid>,
  { size, digest, readTile }: TreeOptions,
): Promise<Pyramid> => {
  const level = levelOf(range);
  const tile = tileOfTree(level, Math.floor(range.begin / leavesPerHash(level + 1)), size);
  const name = tilePath(tile);
  const pyramid = kept.get(name) ?? pyramidOver(hashesOfTile(tile, await readTile(tile)), digest);
  // What was used last is at the end, and what was not for longest is dropped.
  kept.delete(name);
  kept.set(name, pyramid);
  for (const oldest of kept.keys()) {
    if (kept.size <= tilesKeptMaximum) break;
    kept.delete(oldest);
  }
  return pyramid;
};

const pyramidOver = (hashes: readonly TreeHash[], digest: BytesDigest): Pyramid => {
  const levels: (readonly TreeHash[])[] = [hashes];
  for (let below = hashes; below.length > 1; below = levels.at(-1) ?? []) {
    const above: TreeHash[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) {
      const [left, right] = [below[at], below[at + 1]];
      if (left !== undefined && right !== undefined) above.push(nodeHashOf(digest, left, right));
    }
    levels.push(above);
  }
  return levels;
};

const hashIn = (pyramid: Pyramid, range: LeafRange): TreeHash => {
  const { begin, end } = range;
  const level = levelOf(range);
  const height = Math.log2(end - begin) - level * levelsPerTile;
  const hash = pyramid[height]?.[(begin / (end - begin)) % 2 ** (levelsPerTile - height)];
  if (hash === undefined) throw new InvariantViolation(`No tile has the hash of leaves ${begin} to ${end}`);
  return hash;
};

// Only at the right edge of the tree, so there are few.
const unevenHash = async (range: LeafRange, { size, digest, readTile }: TreeOptions): Promise<TreeHash> => {
  const tiles = tilesOfRanges([range], size).map(
    async (tile): Promise<FilledTile> => ({ tile, bytes: await readTile(tile) }),
  );
  return rangeHash(digest, { range, size }, await Promise.all(tiles));
};
