import type { Fact } from '../facts/fact.ts';
import { effectsOf } from './account-effects.ts';
import { balanceOfAccount } from './balance-account.ts';
import { latestHold, latestTransfer } from './balance-latest.ts';
import { tallying } from './fact-tally.ts';
import type { DeliveredFact, FoldStep, Projection } from './projection.ts';

/**
 * Balances, entry lists, sums by currency and day, holds and transfers, and the accounts of which versions are missing.
 * One step for each account that a fact touches, and one for the hold or the transfer that it is about.
 */
export const balanceProjection: Projection = tallying((delivered) => [
  ...effectsOf(delivered.fact).map((effect) => balanceOfAccount(delivered, effect)),
  ...aboutIt(delivered, delivered.fact),
]);

const aboutIt = (delivered: DeliveredFact, fact: Fact): readonly FoldStep[] => {
  switch (fact.type) {
    case 'HoldAuthorized':
    case 'HoldCaptured':
    case 'HoldVoided':
    case 'HoldExpired':
      return [latestHold(delivered, fact)];
    case 'JournalEntryPosted':
    case 'RiskDecided':
    case 'RiskAlertResolved':
    case 'RequestRejected':
    case 'LogKeysChanged':
    case 'SealedValueOpened':
    case 'SubjectErased':
    case 'AccountOpened':
    case 'AccountFrozen':
    case 'AccountUnfrozen':
    case 'AccountClosed':
    case 'AccountLimitsChanged':
      return [];
    default:
      return [latestTransfer(delivered, fact)];
  }
};
