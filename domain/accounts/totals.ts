import { add, isNegative, type Money, subtract } from '../money/money.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Side, Totals } from './account.ts';

type Moved = { readonly side: Side; readonly amount: Money };

/** The totals after postings with these sums. */
export const posting = (totals: Totals, sums: Pick<Totals, 'debits' | 'credits'>): Totals => ({
  ...totals,
  debits: add(totals.debits, sums.debits),
  credits: add(totals.credits, sums.credits),
});

/** The totals after funds were set aside on one side. */
export const holding = (totals: Totals, { side, amount }: Moved): Totals =>
  side === 'debit'
    ? { ...totals, heldDebits: add(totals.heldDebits, amount) }
    : { ...totals, heldCredits: add(totals.heldCredits, amount) };

/** The totals after held funds were given back. Throws InvariantViolation if fewer were held. */
export const releasing = (totals: Totals, { side, amount }: Moved): Totals => {
  const after =
    side === 'debit'
      ? { ...totals, heldDebits: subtract(totals.heldDebits, amount) }
      : { ...totals, heldCredits: subtract(totals.heldCredits, amount) };
  if (isNegative(after.heldDebits) || isNegative(after.heldCredits))
    throw new InvariantViolation('More funds were released from holds than were held');
  return after;
};

/** The totals after held funds were posted. Throws InvariantViolation if fewer were held. */
export const capturing = (totals: Totals, { side, amount }: Moved): Totals => {
  const released = releasing(totals, { side, amount });
  return side === 'debit'
    ? { ...released, debits: add(released.debits, amount) }
    : { ...released, credits: add(released.credits, amount) };
};
