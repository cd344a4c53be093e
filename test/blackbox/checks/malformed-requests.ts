import { saidAmount, Unreadable } from '../told/money.ts';
import type { Operation } from '../told/operations.ts';

type Said = Readonly<Record<'accountId' | 'side' | 'amount' | 'currency', unknown>>;

const known = new Set(['description', 'effectiveDate', 'valueDate', 'postings', 'metadata']);

/** Whether the body of an entry is wrong in the way that a code says, whatever the ledger holds. */
export const explainsMalformed = (code: string, body: Operation['body']): boolean => {
  const postings = (Array.isArray(body['postings']) ? body['postings'] : []) as readonly Said[];
  switch (code) {
    case 'UnknownProperty':
      return Object.keys(body).some((name) => !known.has(name));
    case 'MalformedAmount':
      return postings.some(({ amount }) => typeof amount !== 'string');
    case 'TooFewPostings':
      return postings.length < 2;
    case 'AmountPrecision':
      return postings.some(isTooPrecise);
    case 'UnbalancedEntry':
      return !isBalanced(postings);
    default:
      return false;
  }
};

const isTooPrecise = ({ amount, currency }: Said): boolean => {
  try {
    saidAmount(amount, String(currency));
    return false;
  } catch (error) {
    return error instanceof Unreadable && typeof amount === 'string';
  }
};

const isBalanced = (postings: readonly Said[]): boolean => {
  const sums = new Map<string, bigint>();
  for (const { side, amount, currency } of postings) {
    const signed = saidAmount(amount, String(currency)) * (side === 'debit' ? 1n : -1n);
    sums.set(String(currency), (sums.get(String(currency)) ?? 0n) + signed);
  }
  return [...sums.values()].every((sum) => sum === 0n);
};
