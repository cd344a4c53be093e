import { type AccountId, normalSideOf, type Side } from '../accounts/account.ts';
import { wholeIdOf } from '../accounts/stripe.ts';
import type { Fact } from '../facts/fact.ts';
import { type PositiveMoney, positive, storedMoney, subtract, sum } from '../money/money.ts';
import { type EffectOfFact, effectsOf } from '../projections/account-effects.ts';
import type { Instant } from '../shared/instant.ts';

/**
 * Money that leaves an account, or is asked to. A payout is asked for when it is requested and leaves when its hold is
 * authorized, so that requests which come at once are all counted before any of them is let through, and requests that
 * were refused are no part of what is usual. Everything else is asked for and leaves in one fact.
 */
export type Departure = {
  readonly accountId: AccountId;
  readonly amount: PositiveMoney;
  /** The moment in whose windows it counts. */
  readonly at: Instant;
  /** Counts in the account's pace, and is decided on. */
  readonly isAsked: boolean;
  /** Belongs to what is usual for the account. */
  readonly isLeaving: boolean;
};

/**
 * What leaves accounts by a fact. A capture is left out, because its hold was counted, and so is the account on the
 * other end of a hold, which pays on somebody's order. Of an entry, every account counts that it leaves with less.
 * What leaves a stripe leaves its account.
 */
export const departuresOf = (fact: Fact): readonly Departure[] => {
  switch (fact.type) {
    case 'TransferRequested': {
      const { sourceAccountId: accountId, amount, currency, requestedAt: at } = fact.transfer;
      return departure({ accountId, at, isAsked: true, isLeaving: false }, storedMoney(amount, currency));
    }
    case 'HoldAuthorized': {
      const { amount, currency, transferId } = fact.hold;
      const accountId = wholeIdOf(fact.hold.accountId);
      const isAsked = transferId === undefined;
      return departure({ accountId, at: fact.recordedAt, isAsked, isLeaving: true }, storedMoney(amount, currency));
    }
    case 'JournalEntryPosted':
      return fact.holdId === undefined && fact.transferId === undefined
        ? effectsOf(fact).flatMap(lessAt(fact.recordedAt))
        : [];
    default:
      return [];
  }
};

const lessAt =
  (at: Instant) =>
  ({ effect, postings }: EffectOfFact): readonly Departure[] => {
    const { accountType, currency, debits } = effect;
    const accountId = wholeIdOf(effect.accountId);
    const code = storedMoney(debits, currency).currency;
    const on = (side: Side) =>
      sum(
        code,
        postings.filter((posting) => posting.side === side).map(({ amount }) => storedMoney(amount, currency)),
      );
    const less =
      normalSideOf(accountType) === 'debit' ? subtract(on('credit'), on('debit')) : subtract(on('debit'), on('credit'));
    return departure({ accountId, at, isAsked: true, isLeaving: true }, less);
  };

const departure = (about: Omit<Departure, 'amount'>, money: ReturnType<typeof storedMoney>): readonly Departure[] => {
  const amount = positive(money);
  return amount === undefined ? [] : [{ ...about, amount }];
};
