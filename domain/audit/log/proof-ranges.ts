import { InvariantViolation } from '../../shared/failures.ts';

/** Neighbouring leaves of a tree, from `begin` up to, not including, `end`, which have a hash of their own in it. */
export type LeafRange = { readonly begin: number; readonly end: number };

/**
 * The ranges whose hashes show that a leaf is in a tree, from the leaf's sibling up to the root's child (RFC 6962,
 * section 2.1.1). Throws InvariantViolation where the tree has no such leaf.
 */
export const inclusionRanges = (index: number, size: number): readonly LeafRange[] => {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size))
    throw new InvariantViolation(`A tree of ${size} leaves has none with the index ${index}`);
  const ranges: LeafRange[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + leftLeaves(end - begin);
    const isLeft = index < middle;
    ranges.push(isLeft ? { begin: middle, end } : { begin, end: middle });
    [begin, end] = isLeft ? [begin, middle] : [middle, end];
  }
  return ranges.toReversed();
};

/**
 * The ranges whose hashes show that a tree of `second` leaves begins with one of `first` leaves (RFC 6962, section
 * 2.1.2). None are needed where both are the same tree or the first is empty. Throws InvariantViolation where the first
 * is larger.
 */
export const consistencyRanges = (first: number, second: number): readonly LeafRange[] => {
  if (!(Number.isSafeInteger(first) && Number.isSafeInteger(second) && first >= 0 && first <= second))
    throw new InvariantViolation(`No tree of ${second} leaves begins with one of ${first}`);
  if (first === 0 || first === second) return [];
  const ranges: LeafRange[] = [];
  let [begin, end] = [0, second];
  while (end !== first) {
    const middle = begin + leftLeaves(end - begin);
    const isLeft = first <= middle;
    ranges.push(isLeft ? { begin: middle, end } : { begin, end: middle });
    [begin, end] = isLeft ? [begin, middle] : [middle, end];
  }
  // Whoever checks the proof knows the root of the first tree, and a subtree that is all of it need not be told.
  if (begin > 0) ranges.push({ begin, end });
  return ranges.toReversed();
};

/** How many of so many leaves are in the left subtree: the largest power of two below. */
export const leftLeaves = (leaves: number): number => {
  let left = 1;
  while (left * 2 < leaves) left *= 2;
  return left;
};
