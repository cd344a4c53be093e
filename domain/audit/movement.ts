import type { Side } from '../accounts/account.ts';
import type { AccountEffect } from '../facts/account-facts.ts';
import type { Fact } from '../facts/fact.ts';
import type { HoldSnapshot } from '../facts/hold-facts.ts';
import { decimalTextOf, type Millionths, millionthsOf } from './exact-amount.ts';

/** Totals of an account as the auditor counts them: debits, credits, held debits, held credits. */
type Totals = readonly [debits: Millionths, credits: Millionths, heldDebits: Millionths, heldCredits: Millionths];

/** An account's totals on either side of a fact, as text to compare. */
export type TotalsAround = { readonly before: string; readonly after: string };

/**
 * The totals of an account before and after a fact. After it is what the fact claims; before it is that, less what
 * the fact says it moved. So the totals of neighbouring versions must meet, and an amount that was changed shows on
 * both sides. Undefined where the fact has amounts that cannot be read.
 */
export const totalsAround = (fact: Fact, effect: AccountEffect): TotalsAround | undefined => {
  const none = '0';
  const after = exact([effect.debits, effect.credits, effect.heldDebits ?? none, effect.heldCredits ?? none]);
  const moved = movedBy(fact, effect.accountId);
  if (after === undefined || moved === undefined) return undefined;
  return { before: textOf(minus(after, moved)), after: textOf(after) };
};

/** The totals of an account that nothing has happened to. */
export const noTotals = '0.000000 0.000000 0.000000 0.000000';

const movedBy = (fact: Fact, accountId: string): Totals | undefined => {
  switch (fact.type) {
    case 'JournalEntryPosted':
      return fact.postings
        .filter((posting) => posting.accountId === accountId)
        .map(({ side, amount }) => posted({ side, amount, isCaptured: fact.holdId !== undefined }))
        .reduce(plus, nothing);
    case 'HoldAuthorized':
      return held(fact.hold, accountId, millionthsOf(fact.hold.amount));
    case 'HoldVoided':
    case 'HoldExpired':
      return held(fact.hold, accountId, leftOf(fact.hold));
    default:
      return nothing;
  }
};

const nothing: Totals = [0n, 0n, 0n, 0n];

// A capture posts what was held, so that much is held no longer.
const posted = ({
  side,
  amount,
  isCaptured,
}: {
  readonly side: Side;
  readonly amount: string;
  readonly isCaptured: boolean;
}): Totals | undefined => {
  const moved = millionthsOf(amount);
  if (moved === undefined) return undefined;
  const released = isCaptured ? -moved : 0n;
  return side === 'debit' ? [moved, 0n, released, 0n] : [0n, moved, 0n, released];
};

const held = (
  { accountId: source, side }: HoldSnapshot,
  accountId: string,
  amount: Millionths | undefined,
): Totals | undefined => {
  if (amount === undefined) return undefined;
  const isDebit = (side === 'debit') === (accountId === source);
  return isDebit ? [0n, 0n, amount, 0n] : [0n, 0n, 0n, amount];
};

// What a release gives back was held until then, so it counts downwards.
const leftOf = ({ amount, captured }: HoldSnapshot): Millionths | undefined => {
  const [whole, taken] = [millionthsOf(amount), millionthsOf(captured)];
  return whole === undefined || taken === undefined ? undefined : taken - whole;
};

const exact = ([debits, credits, heldDebits, heldCredits]: readonly [string, string, string, string]):
  | Totals
  | undefined => {
  const read = [millionthsOf(debits), millionthsOf(credits), millionthsOf(heldDebits), millionthsOf(heldCredits)];
  const [a, b, c, d] = read;
  return a === undefined || b === undefined || c === undefined || d === undefined ? undefined : [a, b, c, d];
};

const plus = (left: Totals | undefined, right: Totals | undefined): Totals | undefined =>
  left === undefined || right === undefined
    ? undefined
    : [left[0] + right[0], left[1] + right[1], left[2] + right[2], left[3] + right[3]];

const minus = (left: Totals, right: Totals): Totals => [
  left[0] - right[0],
  left[1] - right[1],
  left[2] - right[2],
  left[3] - right[3],
];

const textOf = (totals: Totals): string => totals.map(decimalTextOf).join(' ');
