import { parseCurrencyCode } from '../../money/currency.ts';
import { add, storedMoney, zero } from '../../money/money.ts';
import type { SumsRow } from '../../projections/balance-rows.ts';
import type { DeliveredFact } from '../../projections/projection.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import type { CurrencySums, PositionRow } from './auditor-rows.ts';

type Sums = PositionRow['sums'];

/** The sums with the postings of one more fact, if it is a journal entry. */
export const addedUp = (sums: Sums, { fact }: Pick<DeliveredFact, 'fact'>): Sums =>
  fact.type === 'JournalEntryPosted'
    ? fact.postings.reduce(
        (before, { currency, side, amount }) =>
          plusSums(before, currency, side === 'debit' ? { debits: amount } : { credits: amount }),
        sums,
      )
    : sums;

/** The sums of all rows of totals of the views, by currency. */
export const sumsOfTotals = (rows: readonly SumsRow[]): Sums =>
  rows.reduce<Sums>((sums, { currency, debits, credits }) => plusSums(sums, currency, { debits, credits }), {});

/** The currencies in which debits and credits differ. */
export const imbalancedIn = (sums: Sums): readonly string[] =>
  Object.entries(sums).flatMap(([currency, { debits, credits }]) => (debits === credits ? [] : [currency]));

/** The currencies in which two sums differ. */
export const differingIn = (one: Sums, other: Sums): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((currency) => {
      const [left, right] = [one[currency], other[currency]];
      return left?.debits !== right?.debits || left?.credits !== right?.credits;
    })
    .sort();

const plusSums = (sums: Sums, currency: string, added: Partial<CurrencySums>): Sums => {
  const code = parseCurrencyCode(currency);
  if (code === undefined) throw new InvariantViolation(`There are sums in ${currency}, which is no currency`);
  const none = zero(code).amount;
  const both = (earlier = none, later = none): string =>
    add(storedMoney(earlier, currency), storedMoney(later, currency)).amount;
  const before = sums[currency];
  return {
    ...sums,
    [currency]: { debits: both(before?.debits, added.debits), credits: both(before?.credits, added.credits) },
  };
};
