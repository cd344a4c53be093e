import { type CurrencyCode, currencyCodes, parseCurrencyCode } from '../../../domain/money/currency.ts';
import { add, type Money, storedMoney, subtract, zero } from '../../../domain/money/money.ts';
import { accountKey, type SumsRow, totalsBuckets, totalsKey } from '../../../domain/projections/balance-rows.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { type Answer, ok } from '../answer.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import type { TrialBalanceQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';
import { wholeRows } from './whole-row.ts';

/** Accounts on one page of a trial balance. */
export const trialBalanceAccountsMaximum = 1_000;

const list = 'trial-balance';

type Sums = { readonly debits: Money; readonly credits: Money };

/** Total debits and credits by currency, and of each account; refuses `MalformedCursor`. */
export const trialBalance = async (
  { views }: ApiServices,
  ledger: string,
  { cursor }: TrialBalanceQuery,
): Promise<Answer> => {
  const after = readCursor(list, cursor);
  if (!after.ok) return { problem: after.rejection };
  const [totals, accounts] = await Promise.all([
    views.query({ partition: totalsKey(ledger, '', '').partition, limit: currencyCodes.length * totalsBuckets }),
    views.query({
      partition: accountKey(ledger, '').partition,
      limit: trialBalanceAccountsMaximum + 1,
      ...(after.value === undefined ? {} : { after: after.value }),
    }),
  ]);
  const page = accounts.slice(0, trialBalanceAccountsMaximum);
  const last = accounts.length > page.length ? page.at(-1) : undefined;
  const whole = await wholeRows(views, ledger, page);
  const sums = totals.map(({ body }) => body as SumsRow);
  return ok({
    currencies: [...sumsByCurrency(sums)].map(([currency, { debits, credits }]) => ({
      currency,
      debits: debits.amount,
      credits: credits.amount,
      difference: subtract(debits, credits).amount,
    })),
    accounts: whole.map(({ accountId, currency, debits, credits }) => ({ accountId, currency, debits, credits })),
    upTo:
      sums
        .map(({ recordedAt }) => recordedAt)
        .sort()
        .at(-1) ?? null,
    nextCursor: last === undefined ? null : cursorOf(list, last.key.sort),
  });
};

const sumsByCurrency = (rows: readonly SumsRow[]): ReadonlyMap<CurrencyCode, Sums> => {
  const sums = new Map<CurrencyCode, Sums>();
  for (const row of rows) {
    const currency = parseCurrencyCode(row.currency);
    if (currency === undefined) throw new InvariantViolation(`Totals are kept in ${row.currency}`);
    const before = sums.get(currency) ?? { debits: zero(currency), credits: zero(currency) };
    sums.set(currency, {
      debits: add(before.debits, storedMoney(row.debits, currency)),
      credits: add(before.credits, storedMoney(row.credits, currency)),
    });
  }
  return sums;
};
