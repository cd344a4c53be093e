import type { RowKey } from '../ports/projection-store.ts';
import type { FoldStep, Projection, Rows } from './projection.ts';

/**
 * How many facts a consumer has applied, and the sum of their hashes modulo 2^256, written as hashes are: the same for
 * the same facts in any order. Where two tallies differ by one fact, the difference is that fact's hash.
 */
export type FactTally = { readonly count: number; readonly sum: string };

const hashBytes = 32;
const modulus = 2n ** 256n;

export const noFacts: FactTally = { count: 0, sum: 'A'.repeat(43) };

export const withFact = (tally: FactTally, hash: string): FactTally => plus(tally, { count: 1, sum: hash });

export const plus = (left: FactTally, right: FactTally): FactTally => ({
  count: left.count + right.count,
  sum: textOf(numberOf(left.sum) + numberOf(right.sum)),
});

/** What the left has more than the right; the count may be negative, the sum wraps around. */
export const minus = (left: FactTally, right: FactTally): FactTally => ({
  count: left.count - right.count,
  sum: textOf(numberOf(left.sum) - numberOf(right.sum) + modulus),
});

export const isSameTally = (left: FactTally, right: FactTally): boolean =>
  left.count === right.count && left.sum === right.sum;

/** The minute of an instant, as text that sorts: `2026-11-23T10:00`. Facts are tallied by when they were recorded. */
export const minuteOf = (recordedAt: string): string => recordedAt.slice(0, 16);

/** Where a consumer keeps the tally of a minute, in its own table. */
export const tallyKey = (ledger: string, minute: string): RowKey => ({ partition: `${ledger}#tallies`, sort: minute });

/**
 * A projection that also tallies the facts it applies: in the commit of a fact's first step, if that step changed
 * anything, which it does once however often the fact comes. So all steps have to leave alone what they applied before.
 * A fact of which the projection keeps nothing is not tallied.
 */
export const tallying =
  (projection: Projection): Projection =>
  (delivered) => {
    const [first, ...others] = projection(delivered);
    if (first === undefined) return [];
    const { fact, hash } = delivered;
    return [talliedStep(first, tallyKey(fact.ledger, minuteOf(fact.recordedAt)), hash), ...others];
  };

const talliedStep = ({ apply, ...step }: FoldStep, key: RowKey, hash: string): FoldStep => ({
  ...step,
  reads: [...step.reads, key],
  apply: (rows) => {
    let isNews = false;
    const noticing: Rows = {
      ...rows,
      put: (...change) => {
        isNews = true;
        rows.put(...change);
      },
      remove: (removed) => {
        isNews = true;
        rows.remove(removed);
      },
    };
    apply(noticing);
    if (isNews) rows.put(key, withFact((rows.get(key) as FactTally | undefined) ?? noFacts, hash));
  },
});

const hashPattern = /^[A-Za-z0-9_-]{43}$/;

// A hash that is none is a finding of the audit; it must not stop a projection.
const numberOf = (hash: string): bigint => {
  if (!hashPattern.test(hash)) return 0n;
  const bytes = atob(hash.replaceAll('-', '+').replaceAll('_', '/'));
  const digits = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0'));
  return BigInt(`0x${digits.join('')}`);
};

const textOf = (number: bigint): string => {
  const digits = (number % modulus).toString(16).padStart(hashBytes * 2, '0');
  const bytes = Array.from({ length: hashBytes }, (_, at) => Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16));
  return btoa(String.fromCharCode(...bytes))
    .replace('=', '')
    .replaceAll('+', '-')
    .replaceAll('/', '_');
};
