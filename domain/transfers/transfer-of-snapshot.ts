import type { TransferSnapshot } from '../facts/transfer-facts.ts';
import { positive, storedMoney } from '../money/money.ts';
import { assertNever } from '../shared/assert-never.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Transfer, TransferTerms } from './transfer-state.ts';

/** A transfer as it was written. Throws InvariantViolation where its status lacks what it must have. */
export const transferOf = (snapshot: TransferSnapshot): Transfer => {
  const { status, requestedAt, entryIds } = snapshot;
  const requested = { terms: termsOf(snapshot), requestedAt };
  const has = <Name extends 'holdId' | 'railReference' | 'reason'>(name: Name): NonNullable<TransferSnapshot[Name]> => {
    const value = snapshot[name];
    if (value === null) throw new InvariantViolation(`A transfer that is ${status} has no ${name}`);
    return value;
  };
  switch (status) {
    case 'requested':
    case 'inReview':
    case 'screened':
      return { ...requested, status };
    case 'held':
      return { ...requested, status, holdId: has('holdId'), abandoned: snapshot.reason };
    case 'submitted':
      return {
        ...requested,
        status,
        holdId: has('holdId'),
        railReference: has('railReference'),
        abandoned: snapshot.reason,
      };
    case 'settled':
    case 'completed':
      return { ...requested, status, holdId: has('holdId'), railReference: has('railReference'), entryIds };
    case 'refused':
    case 'undone':
    case 'needsRepair': {
      const { holdId, railReference } = snapshot;
      return { ...requested, status, reason: has('reason'), holdId, railReference, entryIds };
    }
    default:
      return assertNever(status);
  }
};

const termsOf = (snapshot: TransferSnapshot): TransferTerms => {
  const amount = positive(storedMoney(snapshot.amount, snapshot.currency));
  if (amount === undefined) throw new InvariantViolation('A stored transfer has an amount');
  const { kind, sourceAccountId, settlementAccountId, destination, description, metadata } = snapshot;
  return { kind, sourceAccountId, settlementAccountId, amount, destination, description, metadata };
};
