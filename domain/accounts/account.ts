import type { CurrencyCode } from '../money/currency.ts';
import { add, type Money, negate, subtract } from '../money/money.ts';
import type { Brand } from '../shared/brand.ts';

/** Which way a posting moves its account; never a sign. */
export type Side = 'debit' | 'credit';

/** The five kinds of account; the kind fixes the normal side. */
export type AccountType = 'asset' | 'expense' | 'liability' | 'equity' | 'income';

export const accountTypes: readonly AccountType[] = ['asset', 'expense', 'liability', 'equity', 'income'];

/** The caller's name of an account: its segments, joined by `:`, are its place in the chart of accounts. */
export type AccountId = Brand<string, 'AccountId'>;

export const accountIdLengthMaximum = 100;
export const accountIdSegmentsMaximum = 8;

const accountIdPattern = /^[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$/;

export const parseAccountId = (text: string): AccountId | undefined =>
  text.length <= accountIdLengthMaximum &&
  accountIdPattern.test(text) &&
  text.split(':').length <= accountIdSegmentsMaximum
    ? (text as AccountId)
    : undefined;

/** The side that increases an account: debit for asset and expense, credit for the others. */
export const normalSideOf = (type: AccountType): Side => (type === 'asset' || type === 'expense' ? 'debit' : 'credit');

export const opposite = (side: Side): Side => (side === 'debit' ? 'credit' : 'debit');

/** Running totals of an account since it was opened: posted debits and credits, and the open holds on each side. */
export type Totals = {
  readonly debits: Money;
  readonly credits: Money;
  readonly heldDebits: Money;
  readonly heldCredits: Money;
};

/** Balances in the account's normal side; they may be negative. */
export type Balances = {
  /** Final. */
  readonly posted: Money;
  /** Posted and all open holds, in both directions. */
  readonly pending: Money;
  /** Posted less the holds that take from the account: what may be spent. */
  readonly available: Money;
  /** The holds that take from the account. */
  readonly held: Money;
};

export const balancesOf = (type: AccountType, totals: Totals): Balances => {
  const debitBalance = subtract(totals.debits, totals.credits);
  const heldBalance = subtract(totals.heldDebits, totals.heldCredits);
  const normal = normalSideOf(type);
  const posted = normal === 'debit' ? debitBalance : negate(debitBalance);
  const held = normal === 'debit' ? totals.heldCredits : totals.heldDebits;
  return {
    posted,
    pending: add(posted, normal === 'debit' ? heldBalance : negate(heldBalance)),
    available: subtract(posted, held),
    held,
  };
};

/** What an account is, apart from its balances. */
export type AccountTerms = {
  readonly accountId: AccountId;
  readonly accountType: AccountType;
  readonly currency: CurrencyCode;
  /** The lowest available balance that a posting or a hold may leave; null for none. */
  readonly floor: Money | null;
  /** How many streams share its postings; 1 where its own takes them. Never changes. */
  readonly stripes: number;
};
