import { balancesOf } from '../../../domain/accounts/account.ts';
import type { AccountEffect } from '../../../domain/facts/account-facts.ts';
import { parseCurrencyCode } from '../../../domain/money/currency.ts';
import { type Money, storedMoney, zero } from '../../../domain/money/money.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';

/** The totals that travel with what a fact did to an account. */
export type EffectTotals = Pick<
  AccountEffect,
  'accountType' | 'currency' | 'debits' | 'credits' | 'heldDebits' | 'heldCredits'
>;

/** The balances that it left, in the account's normal side. */
export const balanceAfter = (effect: EffectTotals) => {
  const { accountType, debits, credits, heldDebits, heldCredits } = effect;
  const currency = parseCurrencyCode(effect.currency);
  if (currency === undefined) throw new InvariantViolation(`A stored effect is in ${effect.currency}`);
  const money = (amount: string | undefined): Money =>
    amount === undefined ? zero(currency) : storedMoney(amount, currency);
  const { posted, pending, available } = balancesOf(accountType, {
    debits: money(debits),
    credits: money(credits),
    heldDebits: money(heldDebits),
    heldCredits: money(heldCredits),
  });
  return { posted: posted.amount, pending: pending.amount, available: available.amount };
};
