import type { ScreeningRecord, TransferFact } from '../../domain/facts/transfer-facts.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { PayoutRail } from '../../domain/ports/payout-rail.ts';
import type { WaitingSteps } from '../../domain/ports/waiting-steps.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { payoutIn, payoutsPartition } from '../../functions/adapters/rail/simulated-payout.ts';
import { simulatedRail } from '../../functions/adapters/rail/simulated-rail.ts';
import { backOffice } from '../../functions/bank/back-office.ts';
import { requestTransfer, transferIdOf } from '../../functions/commands/request-transfer.ts';
import type { MetricName } from '../../functions/runtime/metrics.ts';
import { waitingStepsIn } from '../../functions/runtime/waiting-steps.ts';
import type { SagaDependencies } from '../../functions/saga/step-context.ts';
import { amount } from './money.ts';
import { accountId, entryOf, open, origin, post, testLedger } from './test-ledger.ts';

/** What a call to the outside comes to: nothing happens, or it happens and nobody hears, or the process dies either way. */
export type Mishap = 'fine' | 'before' | 'after' | 'diesBefore' | 'diesAfter';

/** Decides each call to the outside that the saga makes, counted from 1. */
export type Weather = (call: number, name: string) => Mishap;

/** The saga's process ended; whatever it was doing is known to nobody. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The outside failed for a passing reason. */
class Outage extends Error {
  override readonly name = 'TransientFailure';
}

export const ledgerName = origin.ledger;

const begin = Date.parse('2026-11-23T10:00:00.000Z');
const screeningOf = (outcome: ScreeningRecord['outcome']): ScreeningRecord => ({ outcome, reasons: [], features: {} });

/** A marketplace with one seller who has 100.00, the simulated bank, and everything that a payout's saga needs. */
export const payoutWorld = async ({
  weather = () => 'fine',
  screening = 'approve',
  bankIsEager = false,
  noticesLost = 0,
}: {
  weather?: Weather;
  screening?: ScreeningRecord['outcome'];
  /** The bank settles, and tells, before it answers the submission. */
  bankIsEager?: boolean;
  /** How many of the bank's first notices get lost after money moved. */
  noticesLost?: number;
} = {}) => {
  const time = { milliseconds: begin };
  const clock: Clock = { now: () => instantOf(time.milliseconds++) };
  const calls: string[] = [];
  const store = memoryEventStore();
  const ledger = { ...testLedger(store), clock };
  const books = memoryProjectionStore();
  const answers = new Map<string, string>();
  const callback = {
    succeed: async (token: string, code: string): Promise<'told' | 'gone'> => {
      if (answers.has(token)) return 'gone';
      answers.set(token, code);
      return 'told';
    },
  };
  const waitingSteps = waitingStepsIn(memoryProjectionStore(), callback);
  let lost = 0;
  const append: EventStore['append'] = async (writes) => {
    lost += 1;
    if (lost <= noticesLost) throw new Outage('The notice got lost');
    return store.append(writes);
  };
  const bankLedger = { ...ledger, eventStore: { ...store, append } };
  const bank = async (): Promise<void> => {
    try {
      await backOffice({ ledger: bankLedger, waitingSteps, books, clock });
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
    }
  };
  const rail = simulatedRail(books, clock);
  const eagerRail: PayoutRail = {
    ...rail,
    submit: async (instruction) => {
      try {
        return await rail.submit(instruction);
      } finally {
        if (bankIsEager) await bank();
      }
    },
  };
  const perilous =
    <Arguments extends readonly unknown[], Answer>(name: string, call: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      calls.push(name);
      const mishap = weather(calls.length, name);
      if (mishap === 'before') throw new Outage(`${name} failed before it took effect`);
      if (mishap === 'diesBefore') throw new Killed(name);
      const answer = await call(...given);
      if (mishap === 'after') throw new Outage(`${name} failed after it took effect`);
      if (mishap === 'diesAfter') throw new Killed(name);
      return answer;
    };
  const perilousStore: EventStore = {
    ...store,
    append: perilous('append', store.append),
    read: perilous('read', store.read),
  };
  const perilousRail: PayoutRail = {
    submit: perilous('submit', eagerRail.submit),
    recall: perilous('recall', eagerRail.recall),
  };
  const perilousSteps: WaitingSteps = {
    wait: perilous('wait', waitingSteps.wait),
    answer: perilous('answer', waitingSteps.answer),
  };
  const counted: MetricName[] = [];
  const dependencies: SagaDependencies = {
    ledger: { ...ledger, eventStore: perilousStore },
    rail: perilousRail,
    riskStore: { screeningOf: perilous('screen', async () => screeningOf(screening)) },
    waitingSteps: perilousSteps,
    count: (name) => counted.push(name),
  };
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0' });
  await post(ledger, 'sale', entryOf('bank', 'seller', '100.00'));

  const request = async (key: string, destination: string, text = '25.00'): Promise<string> => {
    const outcome = await requestTransfer(ledger, {
      origin,
      key,
      body: {
        kind: 'payout',
        sourceAccountId: accountId('seller'),
        settlementAccountId: accountId('bank'),
        amount: amount(text),
        destination,
        description: 'Payout',
        metadata: {},
      },
    });
    if (outcome.code !== 'Recorded') throw new Error(JSON.stringify(outcome));
    return transferIdOf(ledgerName, key);
  };

  const factsOf = async (transferId: string): Promise<readonly TransferFact[]> => {
    const events = await store.read(streamIdOf(ledgerName, 'transfer', transferId), 0, 1_000);
    return events.map(({ text }) => JSON.parse(text) as TransferFact);
  };

  const eventCount = async (): Promise<number> => {
    let count = 0;
    for await (const _ of store.scan()) count += 1;
    return count;
  };

  const payouts = async () => (await books.query({ partition: payoutsPartition, limit: 100 })).map(payoutIn);

  const pass = (milliseconds: number): void => {
    time.milliseconds += milliseconds;
  };

  return {
    ledger,
    store,
    books,
    bank,
    rail,
    waitingSteps,
    callback,
    answers,
    dependencies,
    calls,
    counted,
    request,
    factsOf,
    eventCount,
    payouts,
    pass,
  };
};

export type PayoutWorld = Awaited<ReturnType<typeof payoutWorld>>;
