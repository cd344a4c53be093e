import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import type { FilledTile } from './grow-tiles.ts';
import { type LeafRange, leftLeaves } from './proof-ranges.ts';
import { hashesOfTile, leavesPerHash, type Tile, tileOfTree, tilePath, tileWidthMaximum } from './tile.ts';
import { emptyEdge, extendedEdge, rootOfEdge } from './tree-edge.ts';
import { nodeHashOf, type TreeHash } from './tree-hash.ts';

/** The tiles of a tree of that size which tell the hashes of some ranges, each once. */
export const tilesOfRanges = (ranges: readonly LeafRange[], size: number): readonly Tile[] => [
  ...new Map(
    ranges
      .flatMap(subtreesOf)
      .map((subtree) => tileOf(subtree, size))
      .map((tile) => [tilePath(tile), tile] as const),
  ).values(),
];

/** The hash of a range of a tree of that size, from the tiles that `tilesOfRanges` names for it. */
export const rangeHash = (
  digest: BytesDigest,
  { range, size }: { readonly range: LeafRange; readonly size: number },
  tiles: readonly FilledTile[],
): TreeHash => {
  const hashes = subtreesOf(range).map((subtree) => {
    const wanted = tilePath(tileOf(subtree, size));
    const found = tiles.find(({ tile }) => tilePath(tile) === wanted);
    if (found === undefined) throw new InvariantViolation(`${wanted} is not given`);
    const { first, count } = positionsOf(subtree);
    const within = hashesOfTile(found.tile, found.bytes).slice(first, first + count);
    return rootOfEdge(digest, extendedEdge(digest, emptyEdge, within));
  });
  const last = hashes.pop();
  if (last === undefined) throw new InvariantViolation('An empty range has no hash');
  return hashes.reduceRight((right, left) => nodeHashOf(digest, left, right), last);
};

/** A perfect subtree: a power of two leaves, beginning at a multiple of it. */
type Subtree = LeafRange;

const subtreesOf = ({ begin, end }: LeafRange): readonly Subtree[] => {
  const subtrees: Subtree[] = [];
  for (let at = begin; at < end; ) {
    const left = leftLeaves(end - at + 1);
    if (at % left !== 0) throw new InvariantViolation(`No subtree begins at ${at} and has ${left} leaves`);
    subtrees.push({ begin: at, end: at + left });
    at += left;
  }
  return subtrees;
};

// A subtree is kept as the hashes of the tallest level that is not above it.
const levelOf = ({ begin, end }: Subtree): number => {
  let level = 0;
  while (leavesPerHash(level + 1) <= end - begin) level += 1;
  return level;
};

const tileOf = (subtree: Subtree, size: number): Tile => {
  const level = levelOf(subtree);
  return tileOfTree(level, Math.floor(subtree.begin / leavesPerHash(level + 1)), size);
};

const positionsOf = (subtree: Subtree): { readonly first: number; readonly count: number } => {
  const each = leavesPerHash(levelOf(subtree));
  return { first: (subtree.begin / each) % tileWidthMaximum, count: (subtree.end - subtree.begin) / each };
};
