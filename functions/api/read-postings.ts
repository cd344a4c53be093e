import type { AccountId } from '../../domain/accounts/account.ts';
import { type BalancedPostings, balance, type Posting } from '../../domain/journal/posting.ts';
import type { CurrencyCode } from '../../domain/money/currency.ts';
import { accepted, type Result, rejected } from '../../domain/shared/result.ts';
import { type Fault, type Problem, problemOf, problemOfFaults } from './problem.ts';
import { readPositiveMoney } from './read-money.ts';
import type { PostingBody } from './schemas/bodies.ts';

/** Reads the postings of an entry. Refuses amounts and currencies, each with its pointer, and what does not balance. */
export const readPostings = (said: readonly PostingBody[]): Result<BalancedPostings, Problem> => {
  const postings: Posting[] = [];
  const faults: Fault[] = [];
  const currencies = new Map<AccountId, CurrencyCode>();
  for (const [index, { accountId, side, amount, currency }] of said.entries()) {
    const at = `/postings/${index}`;
    const money = readPositiveMoney({
      amount,
      currency,
      amountPointer: `${at}/amount`,
      currencyPointer: `${at}/currency`,
    });
    if (!money.ok) faults.push(money.rejection);
    else if ((currencies.get(accountId) ?? money.value.currency) === money.value.currency) {
      currencies.set(accountId, money.value.currency);
      postings.push({ accountId, side, amount: money.value });
    } else faults.push(secondCurrency(`${at}/currency`));
  }
  const [first, ...more] = faults;
  if (first !== undefined) return rejected(problemOfFaults(first, more, first.code));
  const balanced = balance(postings);
  return balanced.ok ? accepted(balanced.value) : rejected(problemOf(balanced.rejection));
};

const secondCurrency = (pointer: string): Fault => ({
  code: 'CurrencyMismatch',
  detail: 'An account is kept in one currency, and another posting of this entry names another one.',
  pointer,
});
