import { createHash } from 'node:crypto';

/*
 * The tree of RFC 6962 as a reader of the RFC would write it down, and the checks of RFC 9162, section 2.1: other
 * algorithms than those of the log, over other types.
 */

const sha256Hex = (...parts: readonly string[]): string =>
  createHash('sha256')
    .update(Buffer.from(parts.join(''), 'hex'))
    .digest('hex');

export const referenceLeafHash = (leaf: Uint8Array): string => sha256Hex('00', Buffer.from(leaf).toString('hex'));

/** The root over leaves, by the recursive definition. */
export const referenceRoot = (leafHashes: readonly string[]): string => {
  const [first] = leafHashes;
  if (first === undefined) return sha256Hex('');
  if (leafHashes.length === 1) return first;
  const half = 2 ** Math.ceil(Math.log2(leafHashes.length) - 1);
  return sha256Hex('01', referenceRoot(leafHashes.slice(0, half)), referenceRoot(leafHashes.slice(half)));
};

export type InclusionClaim = {
  readonly leafHash: string;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly string[];
  readonly root: string;
};

/** RFC 9162, section 2.1.3.2. */
export const provesInclusion = ({ leafHash, index, size, proof, root }: InclusionClaim): boolean => {
  if (index >= size) return false;
  let [node, last, hash] = [BigInt(index), BigInt(size - 1), leafHash];
  for (const sibling of proof) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      hash = sha256Hex('01', sibling, hash);
      while ((node & 1n) === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else hash = sha256Hex('01', hash, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && hash === root;
};

export type ConsistencyClaim = {
  readonly first: number;
  readonly second: number;
  readonly proof: readonly string[];
  readonly firstRoot: string;
  readonly secondRoot: string;
};

/** RFC 9162, section 2.1.4.2; of an empty first tree there is nothing to show. */
export const provesConsistency = (claim: ConsistencyClaim): boolean => {
  const { first, second, firstRoot, secondRoot } = claim;
  if (first === second) return claim.proof.length === 0 && firstRoot === secondRoot;
  if (first === 0) return claim.proof.length === 0;
  const isPower = (BigInt(first) & BigInt(first - 1)) === 0n;
  const [start, ...rest] = isPower ? [firstRoot, ...claim.proof] : claim.proof;
  if (start === undefined || claim.proof.length === 0) return false;
  let [node, last] = [BigInt(first - 1), BigInt(second - 1)];
  while ((node & 1n) === 1n) [node, last] = [node >> 1n, last >> 1n];
  let [older, newer] = [start, start];
  for (const sibling of rest) {
    if (last === 0n) return false;
    if ((node & 1n) === 1n || node === last) {
      [older, newer] = [sha256Hex('01', sibling, older), sha256Hex('01', sibling, newer)];
      while ((node & 1n) === 0n && node !== 0n) [node, last] = [node >> 1n, last >> 1n];
    } else newer = sha256Hex('01', newer, sibling);
    [node, last] = [node >> 1n, last >> 1n];
  }
  return last === 0n && older === firstRoot && newer === secondRoot;
};
