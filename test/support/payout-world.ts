import type { ScreeningRecord, TransferFact } from '../../domain/facts/transfer-facts.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { PayoutRail } from '../../domain/ports/payout-rail.ts';
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
import { exposedTo, Outage, type Weather } from './mishaps.ts';
import { amount } from './money.ts';
import { accountId, entryOf, open, origin, post, testLedger } from './test-ledger.ts';

export type WorldOptions = {
  /** What happens to the calls that the saga makes. */
  readonly weather?: Weather;
  readonly screening?: ScreeningRecord['outcome'];
  /** The bank settles, and tells, before it answers the submission. */
  readonly bankIsEager?: boolean;
  /** How many of the bank's first notices get lost after money moved. */
  readonly noticesLost?: number;
};

export const ledgerName = origin.ledger;

/** A marketplace with one seller who has 100.00, the simulated bank, and everything that a payout's saga needs. */
export const payoutWorld = async (options: WorldOptions = {}) => {
  const outside = outsideWorld(options);
  const { ledger, books, store } = outside;
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0' });
  await post(ledger, 'sale', entryOf('bank', 'seller', '100.00'));
  return {
    ...outside,
    ...sagaIn(outside, options),
    request: async (key: string, destination: string, text = '25.00'): Promise<string> => {
      const outcome = await requestTransfer(ledger, { origin, key, body: payoutOf(destination, text) });
      if (outcome.code !== 'Recorded') throw new Error(JSON.stringify(outcome));
      return transferIdOf(ledgerName, key);
    },
    factsOf: async (transferId: string): Promise<readonly TransferFact[]> => {
      const events = await store.read(streamIdOf(ledgerName, 'transfer', transferId), 0, 1_000);
      return events.map(({ text }) => JSON.parse(text) as TransferFact);
    },
    eventCount: async (): Promise<number> => {
      let count = 0;
      for await (const _ of store.scan()) count += 1;
      return count;
    },
    payouts: async () => (await books.query({ partition: payoutsPartition, limit: 100 })).map(payoutIn),
  };
};

export type PayoutWorld = Awaited<ReturnType<typeof payoutWorld>>;

const payoutOf = (destination: string, text: string) => ({
  kind: 'payout' as const,
  sourceAccountId: accountId('seller'),
  settlementAccountId: accountId('bank'),
  amount: amount(text),
  destination,
  description: 'Payout',
  metadata: {},
});

const outsideWorld = ({ noticesLost = 0 }: WorldOptions) => {
  const time = { milliseconds: Date.parse('2026-11-23T10:00:00.000Z') };
  const clock = { now: () => instantOf(time.milliseconds++) };
  const pass = (milliseconds: number): void => {
    time.milliseconds += milliseconds;
  };
  const store = memoryEventStore();
  const ledger = { ...testLedger(store), clock };
  const books = memoryProjectionStore();
  const answers = new Map<string, string>();
  const waitingSteps = waitingStepsIn(memoryProjectionStore(), {
    succeed: async (token: string, code: string) => {
      if (answers.has(token)) return 'gone';
      answers.set(token, code);
      return 'told';
    },
  });
  const bankLedger = { ...ledger, eventStore: { ...store, append: losingFirst(store.append, noticesLost) } };
  const bank = async (): Promise<void> => {
    try {
      await backOffice({ ledger: bankLedger, waitingSteps, books, clock });
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
    }
  };
  return { clock, pass, store, ledger, books, answers, waitingSteps, bank, rail: simulatedRail(books, clock) };
};

const losingFirst = (append: EventStore['append'], count: number): EventStore['append'] => {
  let calls = 0;
  return async (writes) => {
    calls += 1;
    if (calls <= count) throw new Outage('The notice got lost');
    return append(writes);
  };
};

const sagaIn = (
  { ledger, store, rail, bank, waitingSteps }: ReturnType<typeof outsideWorld>,
  { weather = () => 'fine', screening: outcome = 'approve', bankIsEager = false }: WorldOptions,
) => {
  const calls: string[] = [];
  const counted: MetricName[] = [];
  const exposed = exposedTo(weather, calls);
  const submit: PayoutRail['submit'] = async (instruction) => {
    try {
      return await rail.submit(instruction);
    } finally {
      if (bankIsEager) await bank();
    }
  };
  const eventStore: EventStore = {
    ...store,
    append: exposed('append', store.append),
    read: exposed('read', store.read),
    load: exposed('load', store.load),
  };
  const dependencies: SagaDependencies = {
    ledger: { ...ledger, eventStore },
    rail: { submit: exposed('submit', submit), recall: exposed('recall', rail.recall) },
    riskStore: { screeningOf: exposed('screen', async () => ({ outcome, reasons: [], features: {} })) },
    waitingSteps: { wait: exposed('wait', waitingSteps.wait), answer: exposed('answer', waitingSteps.answer) },
    count: (name) => counted.push(name),
  };
  return { calls, counted, dependencies };
};
