import { equal } from 'node:assert/strict';
import type fc from 'fast-check';
import { TransientFailure } from '../../domain/shared/failures.ts';
import type { PayoutStep } from '../../domain/transfers/payout-saga.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { simulatedRail } from '../../functions/adapters/rail/simulated-rail.ts';
import { backOffice } from '../../functions/bank/back-office.ts';
import { waitingStepsIn } from '../../functions/runtime/waiting-steps.ts';
import { statusOf } from '../support/payout-steps.ts';
import { type PayoutWorld, payoutWorld, type WorldOptions } from '../support/payout-world.ts';
import { balancesIn } from '../support/test-ledger.ts';
import { runAgain } from '../support/walk-payout.ts';
import { processOn, scheduledRows } from './scheduled.ts';

/** A payout of 25.00 of the seller's 100.00, and who works at it: each with processes and answers of their own. */
export const payoutInARace = async (scheduler: fc.Scheduler, destination: string, options: WorldOptions = {}) => {
  const world = await payoutWorld(options);
  const transferId = await world.request('one', destination);
  const tasks = memoryProjectionStore();
  const answers = new Map<string, string>();
  const callback = {
    succeed: async (token: string, code: string) => {
      if (answers.has(token)) return 'gone' as const;
      answers.set(token, code);
      return 'told' as const;
    },
  };
  /** One process: of an execution, of the bank, or of a person's request. */
  const process = (): PayoutWorld => {
    const ledger = processOn(world.ledger, scheduler);
    const waitingSteps = waitingStepsIn(scheduledRows(tasks, scheduler), callback);
    const books = scheduledRows(world.books, scheduler);
    const rail = simulatedRail(books, world.clock);
    const bank = () => atLast(() => backOffice({ ledger, waitingSteps, books, clock: world.clock }));
    const dependencies = { ...world.dependencies, ledger, rail, waitingSteps };
    return { ...world, ledger, answers, waitingSteps, rail, bank, dependencies };
  };
  return { world, transferId, answers, process };
};

/** Runs steps one after another, whatever they answer. */
export const bring = async (world: PayoutWorld, transferId: string, ...steps: readonly PayoutStep[]): Promise<void> => {
  for (const step of steps) await atLast(() => runAgain(world, step, transferId));
};

/** Goes on from a step as an execution does, until the saga ends. */
export const goOn = async (world: PayoutWorld, transferId: string, from: PayoutStep): Promise<void> => {
  let place: PayoutStep | 'Ended' | 'Unrepaired' = from;
  for (let steps = 0; place !== 'Ended'; steps += 1) {
    if (place === 'Unrepaired' || steps > 30) throw new Error(`The saga does not end: it is at ${place}`);
    const step: PayoutStep = place;
    place = await atLast(() => runAgain(world, step, transferId));
  }
};

/** Once nobody works any more: the books tell what the bank did, and nothing is set aside. */
export const requireBooksAsBank = async (world: PayoutWorld, transferId: string): Promise<void> => {
  const [payout] = await world.payouts();
  const moved = payout?.effects ?? 0;
  const { posted, held } = await balancesIn(world.ledger, 'seller');
  const status = await statusOf(world, transferId);
  const isGood =
    (moved === 1 && status === 'completed') || (moved === 0 && (status === 'undone' || status === 'refused'));
  equal(
    isGood && held === '0.00' && posted === (moved === 1 ? '75.00' : '100.00'),
    true,
    `The bank moved money ${moved} times, the transfer is ${status}, ${posted} is posted, ${held} is held`,
  );
};

/** Tries again as Step Functions and mappings do, where the failure is a passing one. */
export const atLast = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TransientFailure) || attempt > 50) throw error;
    }
};
