import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { cloudEventOf } from '../../functions/facts/cloud-event.ts';

export const shardId = 'shardId-000000000000';
export const relayedAt = instantOf(Date.parse('2026-11-23T11:00:00.000Z'));

/** A record of the fact stream, as Lambda hands it to a consumer. `position` numbers the records of a shard. */
export const kinesisRecord = (data: string | Uint8Array, position: number): KinesisStreamRecord => {
  const sequenceNumber = String(position).padStart(20, '0');
  return {
    kinesis: {
      data: Buffer.from(data).toString('base64'),
      sequenceNumber,
      partitionKey: 'any',
      kinesisSchemaVersion: '1.0',
      approximateArrivalTimestamp: Date.parse(relayedAt) / 1000,
    },
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:eu-central-1:000000000000:stream/facts',
    eventVersion: '1.0',
    awsRegion: 'eu-central-1',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
  };
};

/** The record that the relay would make of a published event. */
export const factRecord = (event: StoredEvent, position: number): KinesisStreamRecord =>
  kinesisRecord(cloudEventOf(event, relayedAt).text, position);

export const kinesisEvent = (records: readonly KinesisStreamRecord[]): KinesisStreamEvent => ({
  Records: [...records],
});
