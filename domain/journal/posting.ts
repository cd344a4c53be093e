import type { AccountId, Side } from '../accounts/account.ts';
import type { CurrencyCode } from '../money/currency.ts';
import { add, compare, type Money, type PositiveMoney, zero } from '../money/money.ts';
import type { Brand } from '../shared/brand.ts';
import type { Rejection } from '../shared/rejection.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';

/** One leg of a journal entry: an account, a side and a positive amount. */
export type Posting = { readonly accountId: AccountId; readonly side: Side; readonly amount: PositiveMoney };

/** Only `balance` makes one, so whoever holds one may rely on debits = credits in every currency. */
export type BalancedPostings = Brand<readonly Posting[], 'BalancedPostings'>;

export type PostingsRejection = Rejection<
  'TooFewPostings' | 'TooManyPostings' | 'TooManyAccounts' | 'CurrencyMismatch' | 'UnbalancedEntry'
>;

/** With this many the entry's event stays below the 65,535 bytes that an entry of a transparency log may have. */
export const postingsMaximum = 100;

/** One DynamoDB transaction holds 100 items: the journal entry and one event for each account. */
export const accountsMaximum = 99;

/** Accepts two or more postings whose debits equal their credits in every currency. */
export const balance = (postings: readonly Posting[]): Result<BalancedPostings, PostingsRejection> => {
  if (postings.length < 2) return refuse('TooFewPostings', 'A journal entry has at least two postings.');
  if (postings.length > postingsMaximum)
    return refuse('TooManyPostings', `A journal entry has at most ${postingsMaximum} postings.`);
  if (new Set(postings.map(({ accountId }) => accountId)).size > accountsMaximum)
    return refuse('TooManyAccounts', `A journal entry touches at most ${accountsMaximum} accounts.`);
  const currencyOf = new Map(postings.map(({ accountId, amount }) => [accountId, amount.currency]));
  if (postings.some(({ accountId, amount }) => currencyOf.get(accountId) !== amount.currency))
    return refuse('CurrencyMismatch', 'An account is kept in one currency, and has postings in two.');
  for (const [currency, { debits, credits }] of sumsByCurrency(postings)) {
    if (compare(debits, credits) !== 0)
      return refuse('UnbalancedEntry', `In ${currency}, debits are ${debits.amount} and credits ${credits.amount}.`);
  }
  return accepted(postings as BalancedPostings);
};

/** Sums of debits and credits. */
export type Sums = { readonly debits: Money; readonly credits: Money };

export const sumsByCurrency = (postings: readonly Posting[]): ReadonlyMap<CurrencyCode, Sums> => {
  const sums = new Map<CurrencyCode, Sums>();
  for (const posting of postings) sums.set(posting.amount.currency, plus(sums.get(posting.amount.currency), posting));
  return sums;
};

/** The sums with one more posting in them. */
export const plus = (sums: Sums | undefined, { side, amount }: Posting): Sums => {
  const { debits, credits } = sums ?? { debits: zero(amount.currency), credits: zero(amount.currency) };
  return side === 'debit' ? { debits: add(debits, amount), credits } : { debits, credits: add(credits, amount) };
};

const refuse = (code: PostingsRejection['code'], detail: string): Result<never, PostingsRejection> =>
  rejected({ code, detail, pointer: '/postings' });
