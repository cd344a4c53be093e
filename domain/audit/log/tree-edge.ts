import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { emptyRootOf, nodeHashOf, type TreeHash } from './tree-hash.ts';

/**
 * The right edge of a tree: the roots of its largest perfect subtrees from left to right, one for each binary digit of
 * its size that is 1. It tells the root, and whatever is appended needs no more of what is there already.
 */
export type TreeEdge = { readonly size: number; readonly hashes: readonly TreeHash[] };

export const emptyEdge: TreeEdge = { size: 0, hashes: [] };

/** The edge after more leaves, or after more roots of perfect subtrees of one height. */
export const extendedEdge = (digest: BytesDigest, edge: TreeEdge, added: readonly TreeHash[]): TreeEdge => {
  const hashes = [...edge.hashes];
  let { size } = edge;
  for (const hash of added) {
    let joined = hash;
    // Each 1 at the end of the size is a subtree as tall as the one that comes to its right.
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = hashes.pop();
      if (left !== undefined) joined = nodeHashOf(digest, left, joined);
    }
    hashes.push(joined);
    size += 1;
  }
  return { size, hashes };
};

/** The root of the whole tree. */
export const rootOfEdge = (digest: BytesDigest, { hashes }: TreeEdge): TreeHash => {
  const last = hashes.at(-1);
  if (last === undefined) return emptyRootOf(digest);
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHashOf(digest, left, right), last);
};
