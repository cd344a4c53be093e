import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { payoutIn, payoutKey } from '../../functions/adapters/rail/simulated-payout.ts';
import { simulatedRail } from '../../functions/adapters/rail/simulated-rail.ts';
import { backOffice } from '../../functions/bank/back-office.ts';
import type { RailUnderTest } from '../contract/payout-rail.ts';
import { testLedger } from './test-ledger.ts';

/** The simulated bank on its own, over given books; the ledger that it tells knows none of its transfers. */
export const simulatedBank = (books: ProjectionStore): RailUnderTest => {
  let milliseconds = Date.parse('2026-11-23T10:00:00.000Z');
  const clock = { now: () => instantOf(milliseconds++) };
  const waitingSteps = { wait: async () => undefined, answer: async () => undefined };
  return {
    rail: simulatedRail(books, clock),
    accepting: 'sim-accept',
    refusing: 'sim-refuse',
    losing: 'sim-timeout',
    settle: () => backOffice({ books, clock, waitingSteps, ledger: testLedger() }),
    effectsOf: async (reference) => {
      const [row] = await books.load([payoutKey(reference)]);
      return row === undefined ? 0 : payoutIn(row).effects;
    },
  };
};
