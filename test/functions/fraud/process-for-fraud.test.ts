import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { outboxOf } from '../../../domain/risk/risk-rows.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { listAlerts } from '../../../functions/adapters/risk/list-alerts.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { failingStore } from '../../support/failing-store.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';
import { decisionsIn, deliverTo, fraudWith } from './fraud-parts.ts';

/** A ledger in which a seller pays another so often within a minute, and its published events. */
const busySeller = async (departures: number) => {
  const ledger = testLedger();
  for (const id of ['sellers:1', 'sellers:2']) await open(ledger, id, { type: 'liability' });
  for (let index = 0; index < departures; index += 1)
    await post(ledger, `entry ${index}`, entryOf('sellers:1', 'sellers:2', `1${index}.00`));
  return { ledger, events: await publishedIn(ledger.eventStore) };
};

const settled = async (departures: number) => {
  const { ledger, events } = await busySeller(departures);
  const store = memoryProjectionStore();
  const fraud = fraudWith(store, ledger.eventStore);
  await deliverTo(fraud, events);
  return { eventStore: ledger.eventStore, store, fraud, events };
};

const waitingIn = (store: ReturnType<typeof memoryProjectionStore>) =>
  store.query({ partition: outboxOf('main'), limit: 10 });

describe('the fraud consumer', () => {
  it('says nothing of what is ordinary', async () => {
    const { eventStore, store } = await settled(2);
    expect(await decisionsIn(eventStore)).toEqual([]);
    expect(await listAlerts(store, { ledger: 'main', limit: 10 })).toEqual([]);
  });

  it('writes its decision as a fact, with reasons and features', async () => {
    const { eventStore, events } = await settled(3);
    const third = events.at(-1);
    expect(await decisionsIn(eventStore)).toEqual([
      {
        ledger: 'main',
        actor: 'fraud',
        recordedAt: expect.any(String),
        type: 'RiskDecided',
        schemaVersion: 1,
        decisionId: expect.stringMatching(/^alr_[0-9A-Z]{26}$/),
        factId: `${third?.streamId}@0`,
        accountId: 'sellers:1',
        outcome: 'review',
        reasons: ['CountPerMinute'],
        features: expect.objectContaining({ countPerMinute: '3', sumPerMinute: '33.00', amount: '12.00' }),
      },
    ]);
  });

  it('writes facts that are read as facts', async () => {
    const { eventStore } = await settled(3);
    const written = (await publishedIn(eventStore)).filter(({ streamId }) => streamId.startsWith('main#R#'));
    expect(written.map((event) => deliveredFact(event).fact.type)).toEqual(['RiskDecided']);
  });

  it('raises an alert with each decision, and none that says nothing new', async () => {
    const { eventStore, store } = await settled(6);
    const alerts = await listAlerts(store, { ledger: 'main', limit: 10 });
    expect(alerts.map(({ outcome }) => outcome).sort()).toEqual(['block', 'review']);
    const decisions = await decisionsIn(eventStore);
    expect(decisions.map(({ decisionId }) => decisionId).sort()).toEqual(alerts.map(({ alertId }) => alertId));
    expect(await waitingIn(store)).toEqual([]);
  });

  it('decides once, however often a fact is delivered', async () => {
    const { eventStore, fraud, events } = await settled(6);
    const before = await decisionsIn(eventStore);
    await deliverTo(fraud, [...events, ...events]);
    expect(await decisionsIn(eventStore)).toEqual(before);
  });

  it('loses and doubles no decision wherever a call of a store fails', async () => {
    for (const when of ['before', 'after'] as const)
      for (let call = 0; ; call += 1) {
        const { ledger, events } = await busySeller(6);
        const store = memoryProjectionStore();
        const failing = failingStore(store, { call, when });
        for (const batch of [events.slice(0, 5), events.slice(5)])
          await deliverTo(fraudWith(failing, ledger.eventStore), batch);
        expect((await decisionsIn(ledger.eventStore)).map(({ outcome }) => outcome).sort()).toEqual([
          'block',
          'review',
        ]);
        expect(await waitingIn(store)).toEqual([]);
        if (failing.calls() <= call) break;
      }
  });

  it('loses and doubles no decision where an append fails, before or after it took effect', async () => {
    for (const when of ['before', 'after'] as const)
      for (const call of [0, 1]) {
        const { ledger, events } = await busySeller(6);
        const store = memoryProjectionStore();
        await deliverTo(fraudWith(store, failingAppend(ledger.eventStore, call, when)), events);
        expect(await decisionsIn(ledger.eventStore)).toHaveLength(2);
        expect(await waitingIn(store)).toEqual([]);
      }
  });

  it('writes with the next batch what a crash left in the outbox', async () => {
    const { ledger, events } = await busySeller(3);
    const store = memoryProjectionStore();
    const lost: Pick<EventStore, 'beginning' | 'append'> = {
      beginning: ledger.eventStore.beginning,
      append: async () => {
        throw new TransientFailure('It crashed');
      },
    };
    await fraudWith(store, lost)(events.map((event) => ({ delivered: deliveredFact(event), relayedAt: later })));
    expect(await waitingIn(store)).toHaveLength(1);
    await deliverTo(fraudWith(store, ledger.eventStore), events.slice(0, 1));
    expect(await decisionsIn(ledger.eventStore)).toHaveLength(1);
    expect(await waitingIn(store)).toEqual([]);
  });
});

const later = testLedger().clock.now();

const failingAppend = (eventStore: EventStore, failing: number, when: 'before' | 'after') => {
  let calls = 0;
  return {
    beginning: eventStore.beginning,
    append: async (writes: Parameters<EventStore['append']>[0]) => {
      const isFailing = calls === failing;
      calls += 1;
      if (isFailing && when === 'before') throw new TransientFailure('It cannot be reached');
      const outcome = await eventStore.append(writes);
      if (isFailing) throw new TransientFailure('The answer was lost');
      return outcome;
    },
  };
};
