import type { JournalEntryPosted } from '../facts/journal-entry-posted.ts';
import type { CurrencyCode } from '../money/currency.ts';
import { add, storedMoney, sum, zero } from '../money/money.ts';
import type { EffectOfFact } from './account-effects.ts';
import { type AccountRow, type DaySums, dayKey, type SumsRow } from './balance-rows.ts';
import type { Rows } from './projection.ts';

/** Sums with what one more fact posted to an account. */
export const sumsAfter = (
  before: SumsRow | undefined,
  { effect, postings }: EffectOfFact,
  recordedAt: string,
): SumsRow => {
  const { currency } = effect;
  const none: CurrencyCode = storedMoney(effect.debits, currency).currency;
  const on = (side: 'debit' | 'credit', earlier: string | undefined): string => {
    const amounts = postings
      .filter((posting) => posting.side === side)
      .map(({ amount }) => storedMoney(amount, currency));
    return add(earlier === undefined ? zero(none) : storedMoney(earlier, currency), sum(none, amounts)).amount;
  };
  return {
    currency,
    debits: on('debit', before?.debits),
    credits: on('credit', before?.credits),
    recordedAt: before === undefined || before.recordedAt < recordedAt ? recordedAt : before.recordedAt,
  };
};

/**
 * Adds an entry to the day it counts for, and answers the newest day of the account. Only that one is kept with the
 * account, which every entry changes anyway, and every earlier day in a row of its own; so where a day is does not
 * depend on the order of the facts.
 */
export const dayAfter = (
  rows: Rows,
  { newestDay }: Pick<AccountRow, 'newestDay'>,
  { ledger, effectiveDate, recordedAt }: JournalEntryPosted,
  ofFact: EffectOfFact,
): DaySums => {
  const keyOf = (date: string) => dayKey(ledger, ofFact.effect.accountId, date);
  if (newestDay !== null && effectiveDate < newestDay.date) {
    const key = keyOf(effectiveDate);
    rows.put(key, sumsAfter(rows.get(key) as SumsRow | undefined, ofFact, recordedAt));
    return newestDay;
  }
  const isLater = newestDay !== null && effectiveDate > newestDay.date;
  if (isLater) rows.put(keyOf(newestDay.date), newestDay.sums);
  return { date: effectiveDate, sums: sumsAfter(isLater ? undefined : newestDay?.sums, ofFact, recordedAt) };
};
