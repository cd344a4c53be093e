import type { Fact } from '../facts/fact.ts';

/** The transfer that a fact is about or results from; undefined where there is none. */
export const transferIdOf = (fact: Fact): string | undefined => {
  switch (fact.type) {
    case 'JournalEntryPosted':
    case 'RiskDecided':
    case 'RiskAlertResolved':
      return fact.transferId;
    case 'HoldAuthorized':
    case 'HoldCaptured':
    case 'HoldVoided':
    case 'HoldExpired':
      return fact.hold.transferId;
    case 'AccountOpened':
    case 'AccountFrozen':
    case 'AccountUnfrozen':
    case 'AccountClosed':
    case 'AccountLimitsChanged':
    case 'RequestRejected':
    case 'LogKeysChanged':
    case 'SealedValueOpened':
    case 'SubjectErased':
      return undefined;
    default:
      return fact.transferId;
  }
};
