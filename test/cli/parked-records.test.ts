import { beforeEach, describe, expect, it } from '@jest/globals';
import { listParked, readParked, replayParked } from '../../cli/parked/parked-records.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { FactPublisher, OutgoingFact } from '../../domain/ports/fact-publisher.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { memoryArchive } from '../../functions/adapters/memory/archive.ts';
import { archiveParking } from '../../functions/adapters/parking/archive-parking.ts';
import { cloudEventOf } from '../../functions/facts/cloud-event.ts';
import { open, testLedger } from '../support/test-ledger.ts';

const now = instantOf(0);
const place = { shardId: 'shardId-000000000000', sequenceNumber: '49', reason: 'PermanentFailure: no', parkedAt: now };
const base64 = (text: string) => Buffer.from(text).toString('base64');

const publishedEvent = async (): Promise<StoredEvent> => {
  const ledger = testLedger();
  await open(ledger, 'bank');
  for await (const event of ledger.eventStore.scan()) if (event.published) return event;
  throw new Error('An opened account is published');
};

/** An event as the table's stream delivers it. */
const insertOf = ({ streamId, version, text, hash }: StoredEvent) => ({
  eventID: '1',
  eventName: 'INSERT',
  dynamodb: {
    NewImage: {
      pk: { S: streamId },
      sk: { N: String(version) },
      event: { S: text },
      hash: { S: hash },
      published: { S: 'yes' },
    },
  },
});

const givenUp = (functionName: string, Records: readonly object[]) =>
  JSON.stringify({
    requestContext: {
      functionArn: `arn:aws:lambda:eu-central-1:000000000000:function:${functionName}`,
      condition: 'RetryAttemptsExhausted',
    },
    timestamp: '2026-11-23T10:00:00.000Z',
    payload: JSON.stringify({ Records }),
  });

describe('what is parked', () => {
  let archive: Archive = memoryArchive();
  let published: OutgoingFact[] = [];
  const publisher: FactPublisher = {
    publish: async (facts) => {
      published.push(...facts);
      return [];
    },
  };
  beforeEach(() => {
    archive = memoryArchive();
    published = [];
  });
  const onlyId = async (): Promise<string> => (await listParked(archive)).map(({ id }) => id).join();

  it('is listed whether a consumer or a mapping parked it, and nothing else is', async () => {
    await archiveParking(archive).park({ consumer: 'balance', ...place, data: base64('{}') });
    await archive.create('aws/lambda/one', givenUp('quipu-dev-fraud', [{ kinesis: { data: base64('{}') } }]));
    await archive.create('other/note', 'no JSON');
    await archive.create('other/list', '[]');
    expect((await listParked(archive)).map(({ consumer, reason }) => [consumer, reason])).toEqual([
      ['fraud', 'RetryAttemptsExhausted'],
      ['balance', 'PermanentFailure: no'],
    ]);
  });

  it('goes back on the fact stream as the very bytes that came from there, and is removed', async () => {
    const { text, partitionKey } = cloudEventOf(await publishedEvent(), now);
    await archiveParking(archive).park({ consumer: 'balance', ...place, data: base64(text) });
    expect(await replayParked(await onlyId(), { archive, publisher, now })).toBe(1);
    expect(published).toEqual([{ partitionKey, text }]);
    expect(await onlyId()).toBe('');
  });

  it('goes back though it is no fact at all', async () => {
    await archiveParking(archive).park({ consumer: 'audit', ...place, data: base64('poison') });
    await replayParked(await onlyId(), { archive, publisher, now });
    expect(published.map(({ text }) => text)).toEqual(['poison']);
  });

  it('goes back whole where a mapping gave a batch up', async () => {
    const records = ['a', 'b'].map((text) => ({ kinesis: { data: base64(text), partitionKey: `key-${text}` } }));
    await archive.create('aws/lambda/one', givenUp('quipu-dev-balance', records));
    expect(await replayParked('aws/lambda/one', { archive, publisher, now })).toBe(2);
    expect(published).toEqual([
      { partitionKey: 'key-a', text: 'a' },
      { partitionKey: 'key-b', text: 'b' },
    ]);
  });

  it('is relayed where it never reached the fact stream', async () => {
    const event = await publishedEvent();
    await archiveParking(archive).park({ consumer: 'relay', ...place, data: base64(JSON.stringify(insertOf(event))) });
    await archive.create('aws/lambda/one', givenUp('quipu-dev-relay', [insertOf(event)]));
    for (const { id } of await listParked(archive)) await replayParked(id, { archive, publisher, now });
    expect(published).toEqual([cloudEventOf(event, now), cloudEventOf(event, now)]);
  });

  it('stays where it is while the stream does not take it', async () => {
    await archiveParking(archive).park({ consumer: 'balance', ...place, data: base64('{}') });
    const busy: FactPublisher = { publish: async (facts) => facts.map((_, index) => index) };
    const id = await onlyId();
    await expect(replayParked(id, { archive, publisher: busy, now })).rejects.toThrow('did not take 1 of 1');
    expect(await onlyId()).toBe(id);
  });

  it('stays where it never was a fact', async () => {
    await archive.create('aws/lambda/one', givenUp('quipu-dev-bank', [{ dynamodb: { NewImage: { pk: { S: 'a' } } } }]));
    await expect(replayParked('aws/lambda/one', { archive, publisher, now })).rejects.toThrow('holds no event');
    expect(await onlyId()).toBe('aws/lambda/one');
  });

  it('is shown only where it is there', async () => {
    await expect(readParked(archive, 'none')).rejects.toThrow('Nothing is parked under none');
  });
});
