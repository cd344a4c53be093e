import type { CurrencyCode } from '../../money/currency.ts';
import { digitsOf } from '../../money/currency.ts';
import { amountText, type MinorUnits } from './minor-units.ts';
import type { ShownAccount } from './shown-account.ts';

/** An amount on an account; below zero where it is a credit. */
export type SignedAmount = { readonly account: ShownAccount; readonly signed: MinorUnits };

/** What is missing for the amounts to add up to zero in each currency, as decimal text; currencies in order. */
export const unbalancedIn = (
  amounts: readonly SignedAmount[],
): readonly { readonly currency: CurrencyCode; readonly missing: string }[] => {
  const sums = new Map<CurrencyCode, MinorUnits>();
  for (const { account, signed } of amounts) sums.set(account.currency, (sums.get(account.currency) ?? 0n) + signed);
  return [...sums]
    .filter(([, sum]) => sum !== 0n)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, sum]) => ({ currency, missing: amountText(-sum, digitsOf(currency)) }));
};
