import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { FactPublisher, OutgoingFact } from '../../../domain/ports/fact-publisher.ts';
import type { Parking } from '../../../domain/ports/parking.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryParking } from '../../../functions/adapters/memory/parking.ts';
import { parseCloudEvent } from '../../../functions/facts/parse-cloud-event.ts';
import { factBytesMaximum, relay } from '../../../functions/relay/relay.ts';
import type { MetricName } from '../../../functions/runtime/metrics.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import '../../support/quiet-log.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

const events = async (): Promise<readonly StoredEvent[]> => {
  const ledger = testLedger();
  await open(ledger, 'a');
  await open(ledger, 'b');
  for (const key of ['1', '2']) await post(ledger, key, entryOf('a', 'b', '1.00'));
  return publishedIn(ledger.eventStore);
};

/** A change of the table, as its stream tells it. */
const change = (event: StoredEvent, position: number, more: Partial<DynamoDBRecord> = {}): DynamoDBRecord => ({
  eventID: `event-${position}`,
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(100 + position),
    NewImage: {
      pk: { S: event.streamId },
      sk: { N: String(event.version) },
      event: { S: event.text },
      hash: { S: event.hash },
      ...(event.published ? { published: { S: 'yes' } } : {}),
    },
  },
  ...more,
});

const damaged = (position: number): DynamoDBRecord => ({
  eventID: `event-${position}`,
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(100 + position),
    NewImage: { pk: { S: 'main#J#jen_1' }, published: { S: 'yes' } },
  },
});

const relaying = (
  unsentOf: (facts: readonly OutgoingFact[]) => readonly number[] = () => [],
  parking: Parking = memoryParking(),
) => {
  const published: OutgoingFact[] = [];
  const counted: Partial<Record<MetricName, number>> = {};
  const publisher: FactPublisher = {
    publish: async (facts) => {
      const unsent = unsentOf(facts);
      published.push(...facts.filter((_, index) => !unsent.includes(index)));
      return unsent;
    },
  };
  const handle = relay({
    publisher,
    parking,
    clock: { now: () => relayedAt },
    count: (name, by = 1) => {
      counted[name] = (counted[name] ?? 0) + by;
    },
  });
  const failed = async (records: readonly DynamoDBRecord[]) =>
    (await handle({ Records: [...records] })).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { failed, published, counted };
};

const failing: Parking = {
  park: async () => {
    throw new TransientFailure('no bucket');
  },
};

describe('the relay', () => {
  it('publishes each event as the fact that it is, under its stream id', async () => {
    const stored = await events();
    const { failed, published } = relaying();
    expect(await failed(stored.map((event, position) => change(event, position)))).toEqual([]);
    expect(published.map(({ partitionKey }) => partitionKey)).toEqual(stored.map(({ streamId }) => streamId));
    const arrived = published.map(({ text }) => parseCloudEvent(Buffer.from(text)));
    expect(arrived.map(({ delivered }) => [delivered.text, delivered.hash])).toEqual(
      stored.map(({ text, hash }) => [text, hash]),
    );
    expect(arrived.every((each) => each.relayedAt === relayedAt)).toBe(true);
  });

  it('passes over events that are not published', async () => {
    const [first] = await events();
    if (first === undefined) throw new Error('no events');
    const { failed, published } = relaying();
    expect(await failed([change({ ...first, published: false }, 0)])).toEqual([]);
    expect(published).toEqual([]);
  });

  it('reports the lowest sequence number of what stayed unsent', async () => {
    const stored = await events();
    const { failed, counted } = relaying(() => [3, 1]);
    expect(await failed(stored.map((event, position) => change(event, position)))).toEqual(['101']);
    expect(counted).toEqual({ UnsentFacts: 2 });
  });

  it('reports the whole batch where nothing is known of any', async () => {
    const stored = await events();
    const { failed } = relaying(() => {
      throw new TransientFailure('no answer');
    });
    expect(await failed([damaged(0), ...stored.map((event, position) => change(event, position + 1))])).toEqual([
      '101',
    ]);
  });

  it('parks what no consumer could read, whole, and publishes the rest', async () => {
    const stored = await events();
    for (const [position] of [...stored, undefined].entries()) {
      const parking = memoryParking();
      const { failed, published, counted } = relaying(undefined, parking);
      const records = stored.map((event, index) => change(event, index + 10));
      expect(await failed([...records.slice(0, position), damaged(0), ...records.slice(position)])).toEqual([]);
      expect(published).toHaveLength(stored.length);
      const [parked, ...more] = parking.parked();
      expect(more).toEqual([]);
      expect(parked).toMatchObject({
        consumer: 'relay',
        sequenceNumber: '100',
        reason: expect.stringMatching(/damaged/),
      });
      expect(JSON.parse(Buffer.from(parked?.data ?? '', 'base64').toString())).toEqual(damaged(0));
      expect(counted).toEqual({ ParkedRecords: 1 });
    }
  });

  it('reports what it could neither publish nor park', async () => {
    const stored = await events();
    const records = [...stored.slice(0, 2).map((event, position) => change(event, position)), damaged(2)];
    const { failed, published } = relaying(undefined, failing);
    expect(await failed(records)).toEqual(['102']);
    expect(published).toHaveLength(2);
    expect(await relaying(() => [1], failing).failed(records)).toEqual(['101']);
  });

  it.each(['MODIFY', 'REMOVE'] as const)(
    'parks a %s, which nothing may do to an event, and raises an alarm',
    async (eventName) => {
      const [first] = await events();
      if (first === undefined) throw new Error('no events');
      const parking = memoryParking();
      const { failed, published, counted } = relaying(undefined, parking);
      expect(await failed([change(first, 0, { eventName })])).toEqual([]);
      expect(published).toEqual([]);
      expect(counted).toEqual({ ParkedRecords: 1, InvariantViolations: 1 });
      expect(parking.parked()).toHaveLength(1);
    },
  );

  it('parks a fact that is larger than a record may be, and not one that is just as large', async () => {
    const [, , entry] = await events();
    const found = (await events()).find(({ text }) => text.includes('JournalEntryPosted')) ?? entry;
    if (found === undefined) throw new Error('no entry');
    const { failed, published } = relaying();
    await failed([change(found, 0)]);
    const [fact] = published;
    if (fact === undefined) throw new Error('nothing was published');
    const room = factBytesMaximum - Buffer.byteLength(fact.text) - Buffer.byteLength(fact.partitionKey);
    const grown = (by: number): StoredEvent => ({
      ...found,
      text: found.text.replace('"Test"', `"Test${'x'.repeat(by)}"`),
    });
    const parking = memoryParking();
    const larger = relaying(undefined, parking);
    expect(await larger.failed([change(grown(room), 0), change(grown(room + 1), 1)])).toEqual([]);
    expect(larger.published).toHaveLength(1);
    expect(parking.parked()).toMatchObject([{ sequenceNumber: '101', reason: expect.stringMatching(/too large/) }]);
  });
});
