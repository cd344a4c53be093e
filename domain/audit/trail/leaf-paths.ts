import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import { inclusionRanges, leftLeaves } from '../log/proof-ranges.ts';
import { emptyRootOf, nodeHashOf, type TreeHash } from '../log/tree-hash.ts';

/** The root over some leaves, and the inclusion path of each: for lists that are kept whole, as heads are. */
export type LeafPaths = {
  readonly root: TreeHash;
  /** From the leaf's sibling upwards. Throws InvariantViolation where there is no such leaf. */
  readonly pathOf: (index: number) => readonly TreeHash[];
};

/** Hashes the tree once; each path is looked up in it. */
export const leafPaths = (digest: BytesDigest, leafHashes: readonly TreeHash[]): LeafPaths => {
  const known = new Map<string, TreeHash>();
  const hashOf = (begin: number, end: number): TreeHash => {
    if (end - begin === 1) return leafAt(leafHashes, begin);
    const key = `${begin} ${end}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const middle = begin + leftLeaves(end - begin);
    const hash = nodeHashOf(digest, hashOf(begin, middle), hashOf(middle, end));
    known.set(key, hash);
    return hash;
  };
  return {
    root: leafHashes.length === 0 ? emptyRootOf(digest) : hashOf(0, leafHashes.length),
    pathOf: (index) => inclusionRanges(index, leafHashes.length).map(({ begin, end }) => hashOf(begin, end)),
  };
};

const leafAt = (leafHashes: readonly TreeHash[], index: number): TreeHash => {
  const leaf = leafHashes[index];
  if (leaf === undefined) throw new InvariantViolation(`There is no leaf ${index} of ${leafHashes.length}`);
  return leaf;
};
