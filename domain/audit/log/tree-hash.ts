import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { concatenated } from './bytes.ts';

/** A hash of the tree of RFC 6962: 32 bytes. */
export type TreeHash = Uint8Array;

export const hashBytes = 32;

// The prefixes keep a leaf from passing for a node and a node for a leaf.
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export const leafHashOf = (digest: BytesDigest, leaf: Uint8Array): TreeHash => digest(concatenated([leafPrefix, leaf]));

export const nodeHashOf = (digest: BytesDigest, left: TreeHash, right: TreeHash): TreeHash =>
  digest(concatenated([nodePrefix, left, right]));

/** The root of a tree without leaves. */
export const emptyRootOf = (digest: BytesDigest): TreeHash => digest(new Uint8Array(0));
