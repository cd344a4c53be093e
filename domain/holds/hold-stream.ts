import { noPreviousHash } from '../audit/hash-chain.ts';
import type { HoldLifeFact, HoldSnapshot } from '../facts/hold-facts.ts';
import { parseCurrencyCode } from '../money/currency.ts';
import { positive, storedMoney } from '../money/money.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { type AuthorizedHold, type HoldState, hold } from './hold-decider.ts';

/** The hold as its newest event tells it. */
export const holdStateOf = (head: StreamHead): HoldState =>
  head.newest === undefined ? hold.initialState : holdOf((JSON.parse(head.newest.text) as HoldLifeFact).hold);

export const holdOf = (snapshot: HoldSnapshot): AuthorizedHold => {
  const currency = parseCurrencyCode(snapshot.currency);
  const amount = currency === undefined ? undefined : positive(storedMoney(snapshot.amount, currency));
  if (currency === undefined || amount === undefined) throw new InvariantViolation('A stored hold has an amount');
  const { status, accountId, destinationAccountId, side, expiresAt, description, authorizedAt, transferId } = snapshot;
  const more = transferId === undefined ? {} : { transferId };
  return {
    status,
    terms: { accountId, destinationAccountId, side, amount, expiresAt, description, ...more },
    captured: storedMoney(snapshot.captured, currency),
    authorizedAt,
  };
};

/** A hold as it is written into its facts. */
export const snapshotOf = ({ status, terms, captured, authorizedAt }: AuthorizedHold): HoldSnapshot => ({
  ...terms,
  status,
  currency: terms.amount.currency,
  amount: terms.amount.amount,
  captured: captured.amount,
  authorizedAt,
});

/** The link that the hold's next event names. */
export const previousHashOf = (head: StreamHead): string => head.newest?.hash ?? noPreviousHash;
