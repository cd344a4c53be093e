import { deepEqual, equal } from 'node:assert/strict';
import type { DynamoDBRecord } from 'aws-lambda';
import { auditProjection } from '../../domain/audit/audit-projection.ts';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { FactPublisher } from '../../domain/ports/fact-publisher.ts';
import { balanceProjection } from '../../domain/projections/balance.ts';
import type { Projection } from '../../domain/projections/projection.ts';
import { factIdOf } from '../../domain/shared/stream-id.ts';
import { attributesOf } from '../../functions/adapters/dynamodb/event-row.ts';
import { memoryParking } from '../../functions/adapters/memory/parking.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { relay } from '../../functions/relay/relay.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { dump } from '../../functions/runtime/dump.ts';
import { projectFacts } from '../../functions/runtime/project-facts.ts';
import { relayedAt } from '../support/kinesis-event.ts';
import { arrivalsOf, deliverBatches, deliveries, factsOfOneAccount, someFacts } from './facts-in-a-race.ts';
import type { Race } from './race.ts';
import { scheduledRows } from './scheduled.ts';

const waiting = { pause: async () => {}, random: () => 0 };
const clock = { now: () => relayedAt };

const replayed = async (projection: Projection, events: readonly StoredEvent[]): Promise<string> => {
  const store = memoryProjectionStore();
  await deliverBatches(projectFacts({ projection, store, clock, waiting }), [arrivalsOf(events)]);
  return dump(store);
};

const twoWorkers = (consumer: string, projection: Projection): Race => ({
  name: `two ${consumer} workers on one shard, each with the facts in its own order, leave what a replay leaves`,
  run: async (scheduler, draw) => {
    const events = await (draw(4) === 0 ? someFacts(draw) : factsOfOneAccount(draw));
    const store = memoryProjectionStore();
    const work = [0, 1].map(() => {
      const process = projectFacts({ projection, store: scheduledRows(store, scheduler), clock, waiting });
      return deliverBatches(process, deliveries(arrivalsOf(events), draw));
    });
    await scheduler.waitFor(Promise.all(work));
    await Promise.all(work);
    equal(await dump(store), await replayed(projection, events));
  },
});

const changeOf = (event: StoredEvent, position: number): DynamoDBRecord => ({
  eventID: `event ${position}`,
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(100 + position),
    // The two types of attribute differ in how they type binary values, of which an event has none.
    NewImage: attributesOf({
      ...event,
      head: { streamId: event.streamId, version: event.version - 1, newest: undefined } as never,
    }) as never,
  },
});

const relaysInAnyOrder: Race = {
  name: 'relays whose batches overlap and fail in part publish every fact, and no other',
  run: async (scheduler, draw) => {
    const events = await someFacts(draw);
    const sent: string[] = [];
    let failures = 6;
    const publisher: FactPublisher = {
      publish: async (facts) => {
        await scheduler.schedule(Promise.resolve(), 'publish is asked');
        const unsent = facts.flatMap((_, index) => {
          if (failures === 0 || draw(3) !== 0) return [];
          failures -= 1;
          return [index];
        });
        sent.push(...facts.flatMap(({ text }, index) => (unsent.includes(index) ? [] : [idIn(text)])));
        await scheduler.schedule(Promise.resolve(), 'publish answers');
        return unsent;
      },
    };
    const parking = memoryParking();
    const relaying = async (batches: readonly (readonly DynamoDBRecord[])[]) => {
      const handle = relay({ publisher, parking, clock, count: () => {} });
      for (const batch of batches) await untilSent(handle, batch);
    };
    const changes = events.map(changeOf);
    const work = [0, 1].map(() =>
      relaying(
        deliveries(
          changes.filter(() => draw(4) > 0),
          draw,
        ),
      ),
    );
    const rest = relaying([changes.toReversed()]);
    await scheduler.waitFor(Promise.all([...work, rest]));
    await Promise.all([...work, rest]);
    const expected = events.map(({ streamId, version }) => factIdOf(streamId, version));
    deepEqual([...new Set(sent)].toSorted(), expected.toSorted());
    deepEqual(parking.parked(), []);
  },
};

const idIn = (text: string): string => (JSON.parse(text) as { readonly id: string }).id;

const untilSent = async (handle: ReturnType<typeof relay>, batch: readonly DynamoDBRecord[]): Promise<void> => {
  let left = batch;
  while (left.length > 0) {
    const { batchItemFailures } = await handle({ Records: [...left] });
    const lowest = batchItemFailures[0]?.itemIdentifier;
    const position = left.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === lowest);
    left = position < 0 ? [] : left.slice(position);
  }
};

/** Races of the relay and of those who read what it publishes. */
export const consumerRaces: readonly Race[] = [
  twoWorkers('balance', balanceProjection),
  twoWorkers('audit', auditProjection(sha256)),
  relaysInAnyOrder,
];
