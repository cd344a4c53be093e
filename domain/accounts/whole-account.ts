import { add } from '../money/money.ts';
import type { Totals } from './account.ts';
import type { OpenedAccount } from './account-decider.ts';

/** An account with the totals of all of its stripes, each of which has the terms and the status of the account. */
export const wholeAccount = (own: OpenedAccount, stripes: readonly OpenedAccount[]): OpenedAccount => ({
  ...own,
  ...stripes.reduce<Totals>(plus, own),
});

const plus = (left: Totals, right: Totals): Totals => ({
  debits: add(left.debits, right.debits),
  credits: add(left.credits, right.credits),
  heldDebits: add(left.heldDebits, right.heldDebits),
  heldCredits: add(left.heldCredits, right.heldCredits),
});
