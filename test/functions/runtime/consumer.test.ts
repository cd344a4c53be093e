import { describe, expect, it } from '@jest/globals';
import type { KinesisStreamRecord } from 'aws-lambda';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { InvariantViolation, PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { memoryParking } from '../../../functions/adapters/memory/parking.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import type { MetricName } from '../../../functions/runtime/metrics.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import { frozen } from '../../support/arrivals.ts';
import { factRecord, kinesisEvent, kinesisRecord, relayedAt, shardId } from '../../support/kinesis-event.ts';
import '../../support/quiet-log.ts';

const eventOf = (number: number): StoredEvent => ({
  streamId: streamIdOf('main', 'account', `a${number}`),
  version: 2,
  text: canonicalJson(frozen(number)),
  hash: 'hash',
  published: true,
});

const records = (count: number): readonly KinesisStreamRecord[] =>
  Array.from({ length: count }, (_, number) => factRecord(eventOf(number), number));

const consuming = (process: ProcessFacts) => {
  const parking = memoryParking();
  const counted: Partial<Record<MetricName, number>> = {};
  const handle = consumer({
    name: 'test',
    process,
    parking,
    clock: { now: () => relayedAt },
    count: (name, by = 1) => {
      counted[name] = (counted[name] ?? 0) + by;
    },
  });
  const failed = async (batch: readonly KinesisStreamRecord[]) =>
    (await handle(kinesisEvent(batch))).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  return { failed, parking, counted };
};

/** Applies facts one by one up to the first that fails, which it names. */
const precise =
  (failureOf: (factId: string) => unknown, applied: string[]): ProcessFacts =>
  async (arrivals) => {
    for (const [index, { delivered }] of arrivals.entries()) {
      const failure = failureOf(delivered.factId);
      if (failure !== undefined) return { applied: index, failure };
      applied.push(delivered.factId);
    }
    return { applied: arrivals.length };
  };

/** Applies all facts or none, and does not know which of them failed. */
const wholesale =
  (failureOf: (factId: string) => unknown, applied: string[]): ProcessFacts =>
  async (arrivals) => {
    const failure = arrivals.map(({ delivered }) => failureOf(delivered.factId)).find((found) => found !== undefined);
    if (failure !== undefined) throw failure;
    applied.push(...arrivals.map(({ delivered }) => delivered.factId));
    return { applied: arrivals.length };
  };

const factId = (number: number): string => `main#A#a${number}@2`;

describe('a consumer', () => {
  it('processes a batch at once, in order', async () => {
    const runs: string[][] = [];
    const { failed } = consuming(async (arrivals) => {
      runs.push(arrivals.map(({ delivered }) => delivered.factId));
      return { applied: arrivals.length };
    });
    expect(await failed(records(3))).toEqual([]);
    expect(runs).toEqual([[0, 1, 2].map(factId)]);
    expect(await failed([])).toEqual([]);
  });

  for (const [name, processing] of [
    ['precise', precise],
    ['wholesale', wholesale],
  ] as const)
    it.each([0, 1, 4])(
      `parks the one fact that can never be processed, whole, and no other (${name}, %d)`,
      async (culprit) => {
        const applied: string[] = [];
        const process = processing(
          (id) => (id === factId(culprit) ? new PermanentFailure('poison') : undefined),
          applied,
        );
        const { failed, parking, counted } = consuming(process);
        const batch = records(5);
        expect(await failed(batch)).toEqual([]);
        expect(applied).toEqual([0, 1, 2, 3, 4].filter((number) => number !== culprit).map(factId));
        expect(parking.parked()).toEqual([
          {
            consumer: 'test',
            shardId,
            sequenceNumber: batch[culprit]?.kinesis.sequenceNumber,
            data: batch[culprit]?.kinesis.data,
            reason: 'PermanentFailure: poison',
            parkedAt: relayedAt,
          },
        ]);
        expect(counted).toEqual({ ParkedRecords: 1 });
      },
    );

  it('raises an alarm for a fact that shows a defect of ours', async () => {
    const { failed, parking, counted } = consuming(
      precise((id) => (id === factId(1) ? new InvariantViolation('we are wrong') : undefined), []),
    );
    expect(await failed(records(3))).toEqual([]);
    expect(parking.parked()).toHaveLength(1);
    expect(counted).toEqual({ ParkedRecords: 1, InvariantViolations: 1 });
  });

  it.each([
    ['a TransientFailure', new TransientFailure('no answer')],
    ['whatever else is thrown', new TypeError('not a function')],
    ['something that is no error', 'broken'],
  ])('reports the first fact that was not applied after %s, and parks nothing', async (_, failure) => {
    const applied: string[] = [];
    const { failed, parking } = consuming(precise((id) => (id === factId(2) ? failure : undefined), applied));
    expect(await failed(records(5))).toEqual([2]);
    expect(applied).toEqual([0, 1].map(factId));
    expect(parking.parked()).toEqual([]);
  });

  it('parks what is no fact, between facts that it processes', async () => {
    const applied: string[] = [];
    const { failed, parking } = consuming(precise(() => undefined, applied));
    const [first, second] = records(2);
    if (first === undefined || second === undefined) throw new Error('no records');
    expect(await failed([kinesisRecord('x', 7), first, kinesisRecord('y', 8), kinesisRecord('z', 9), second])).toEqual(
      [],
    );
    expect(applied).toEqual([0, 1].map(factId));
    expect(parking.parked().map(({ data }) => Buffer.from(data, 'base64').toString())).toEqual(['x', 'y', 'z']);
  });

  it('stops at a record that it can neither process nor park, and applies nothing behind it', async () => {
    const applied: string[] = [];
    const handle = consumer({
      name: 'test',
      process: precise(() => undefined, applied),
      parking: { park: () => Promise.reject(undefined) },
      clock: { now: () => relayedAt },
      count: () => {},
    });
    const [first, second] = records(2);
    if (first === undefined || second === undefined) throw new Error('no records');
    const { batchItemFailures } = await handle(kinesisEvent([first, kinesisRecord('x', 9), second]));
    expect(batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))).toEqual([9]);
    expect(applied).toEqual([factId(0)]);
  });
});
