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
  if ('hold' in fact) return [latestHold(delivered, fact)];
  return 'transfer' in fact ? [latestTransfer(delivered, fact)] : [];
};
