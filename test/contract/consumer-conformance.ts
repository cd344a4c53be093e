import { describe, expect, it } from '@jest/globals';
import type { KinesisStreamRecord } from 'aws-lambda';
import fc from 'fast-check';
import type { Clock } from '../../domain/ports/clock.ts';
import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import type { Parking } from '../../domain/ports/parking.ts';
import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { memoryParking } from '../../functions/adapters/memory/parking.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import type { Waiting } from '../../functions/runtime/backoff.ts';
import type { KinesisHandler } from '../../functions/runtime/consumer.ts';
import { dump } from '../../functions/runtime/dump.ts';
import type { Count } from '../../functions/runtime/metrics.ts';
import { anyStory, publishedIn, tell } from '../arbitraries/ledger-facts.ts';
import '../support/quiet-log.ts';
import { deliver } from '../support/deliver.ts';
import { failingStore, type StoreFailure } from '../support/failing-store.ts';
import { factRecord, kinesisRecord } from '../support/kinesis-event.ts';

/** All that a consumer under test may use. The event store holds what the facts were published from. */
export type ConsumerParts = {
  readonly store: ProjectionStore;
  readonly parking: Parking;
  readonly eventStore: EventStore;
  readonly clock: Clock;
  readonly waiting: Waiting;
  readonly count: Count;
};

export type ConsumerUnderTest = {
  readonly handle: KinesisHandler;
  /** Whatever the consumer leaves beside its rows, as one text that does not tell when or how often. */
  readonly effects?: () => Promise<string>;
  /** Whether a row follows from facts alone, as all do where it is not said; only such rows are compared. */
  readonly isDerived?: (key: RowKey) => boolean;
};

export type BuildConsumer = (parts: ConsumerParts) => ConsumerUnderTest;

type Run = {
  readonly batches: readonly (readonly KinesisStreamRecord[])[];
  /** What further shards deliver meanwhile. */
  readonly atOnce?: readonly (readonly (readonly KinesisStreamRecord[])[])[];
  readonly failure?: StoreFailure;
  readonly parking?: Parking;
};

const runsOfProperty = 60;
const poisons: readonly string[] = ['', 'not JSON', '{"specversion":"1.0"}', '[]'];

/** What every consumer of the fact stream keeps, whatever it makes of the facts. */
export const consumerConformance = (name: string, build: BuildConsumer): void => {
  describe(`the consumer ${name}`, () => {
    it('comes to the same result delivered twice, shuffled and in other batches', async () => {
      await fc.assert(
        fc.asyncProperty(anyStory.chain(anyDelivery), async ({ story, order, batchSize }) => {
          const events = await publishedIn(await tell(story));
          const shuffled = [...events, ...events]
            .map((event, position) => ({ event, rank: order[position] ?? position }))
            .sort((left, right) => left.rank - right.rank)
            .map(({ event }) => event);
          const expected = await inOneGo(build, events);
          const found = await run(build, events, { batches: batchesOf(recordsOf(shuffled), batchSize) });
          expect(found.result).toBe(expected.result);
          expect(found.parked).toEqual([]);
        }),
        { numRuns: runsOfProperty },
      );
    });

    it('parks a poison record in each position once, whole, and nothing else is lost', async () => {
      const events = await publishedIn(await tell(exampleStory()));
      const expected = await inOneGo(build, events);
      for (const [position] of [...events, undefined].entries())
        for (const poison of poisons) {
          const records = [...events.slice(0, position), poison, ...events.slice(position)].map(recordOf);
          const found = await run(build, events, { batches: [records, records, ...batchesOf(records, 3)] });
          expect(found.result).toBe(expected.result);
          expect(found.parked).toEqual([Buffer.from(poison).toString('base64')]);
        }
    });

    it('comes to the same result with a failure of its store in each position', async () => {
      const events = await publishedIn(await tell(exampleStory()));
      const expected = await inOneGo(build, events);
      for (const batchSize of [1, 4, events.length])
        for (const when of ['before', 'after'] as const)
          for (let call = 0; ; call += 1) {
            const batches = batchesOf(recordsOf(events), batchSize);
            const found = await run(build, events, { batches, failure: { call, when } });
            expect(found.result).toBe(expected.result);
            expect(found.parked).toEqual([]);
            if (found.calls <= call) break;
          }
    });

    it('comes to the same result with two shards consumed at once', async () => {
      const events = await publishedIn(await tell(exampleStory()));
      const expected = await inOneGo(build, events);
      const records = recordsOf(events);
      const shards = [0, 1].map((shard) => records.filter((_, position) => position % 2 === shard));
      const found = await run(build, events, { batches: [], atOnce: shards.map((shard) => batchesOf(shard, 3)) });
      expect(found.result).toBe(expected.result);
      expect(found.parked).toEqual([]);
    });

    it('keeps a poison record until it could be parked', async () => {
      const events = await publishedIn(await tell(exampleStory()));
      const expected = await inOneGo(build, events);
      const parking = memoryParking();
      let failures = 2;
      const failing: Parking = {
        park: async (parked) => {
          failures -= 1;
          if (failures >= 0) throw new TransientFailure('Parking cannot be reached');
          await parking.park(parked);
        },
      };
      const records = [...events.slice(0, 3), 'poison', ...events.slice(3)].map(recordOf);
      const found = await run(build, events, { batches: [records], parking: failing });
      expect(found.result).toBe(expected.result);
      expect(parking.parked().map(({ data }) => data)).toEqual([Buffer.from('poison').toString('base64')]);
    });
  });
};

const exampleStory = () => fc.sample(anyStory, { seed: 3, numRuns: 1 })[0] ?? [];

const anyDelivery = (story: Parameters<typeof tell>[0]) =>
  fc.record({
    story: fc.constant(story),
    order: fc.array(fc.nat(), { minLength: 64, maxLength: 64 }),
    batchSize: fc.integer({ min: 1, max: 12 }),
  });

const inOneGo = (build: BuildConsumer, events: readonly StoredEvent[]) =>
  run(build, events, { batches: [recordsOf(events)] });

const run = async (
  build: BuildConsumer,
  events: readonly StoredEvent[],
  { batches, atOnce = [], failure, parking }: Run,
) => {
  const rows = memoryProjectionStore();
  const store = failingStore(rows, failure);
  const inMemory = memoryParking();
  let now = Date.parse('2026-11-23T12:00:00.000Z');
  const {
    handle,
    effects = async () => '',
    isDerived = () => true,
  } = build({
    store,
    parking: parking ?? inMemory,
    eventStore: await eventStoreOf(events),
    clock: { now: () => instantOf(now++) },
    waiting: { pause: async () => {}, random: () => 0 },
    count: () => {},
  });
  await Promise.all([batches, ...atOnce].map((ofShard) => deliver(handle, ofShard)));
  const parked = inMemory.parked().map(({ data }) => data);
  return { result: `${await dump(derivedRows(rows, isDerived))}${await effects()}`, parked, calls: store.calls() };
};

const derivedRows = (store: ProjectionStore, isDerived: (key: RowKey) => boolean): ProjectionStore => ({
  ...store,
  scan: async function* () {
    for await (const row of store.scan()) if (isDerived(row.key)) yield row;
  },
});

const eventStoreOf = async (events: readonly StoredEvent[]): Promise<EventStore> => {
  const eventStore = memoryEventStore();
  for (const { streamId, text, hash, published } of events) {
    const [head] = await eventStore.load([streamId], 'strong');
    if (head !== undefined) await eventStore.append([{ head, text, hash, published }]);
  }
  return eventStore;
};

const recordsOf = (events: readonly StoredEvent[]): readonly KinesisStreamRecord[] => events.map(recordOf);

const recordOf = (event: StoredEvent | string, position: number): KinesisStreamRecord =>
  typeof event === 'string' ? kinesisRecord(event, position) : factRecord(event, position);

const batchesOf = (
  records: readonly KinesisStreamRecord[],
  size: number,
): readonly (readonly KinesisStreamRecord[])[] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
    records.slice(index * size, (index + 1) * size),
  );
