import type { DynamoDBRecord, KinesisStreamRecord } from 'aws-lambda';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { FactPublisher, OutgoingFact } from '../../../domain/ports/fact-publisher.ts';
import { attributesOf } from '../../../functions/adapters/dynamodb/event-row.ts';
import { kinesisRecord } from '../../support/kinesis-event.ts';
import { type Feed, feed } from './mapping.ts';
import type { World } from './world.ts';

export const shards = ['shardId-000000000000', 'shardId-000000000001'] as const;

/** What can be on a fact stream and is no fact. */
const poisons = [
  'poison',
  '{"specversion":"1.0"}',
  '{"specversion":"1.0","id":"x@1","type":"quipu.Unheard.v1","data":{}}',
];

/** The fact stream: two shards, and whatever else gets onto them. */
export type FactStream = {
  readonly publisher: FactPublisher;
  readonly shards: readonly Feed<KinesisStreamRecord>[];
  /** The data of each poison, by the place that it got. */
  readonly poisons: ReadonlyMap<string, string>;
};

export const factStream = (world: World): FactStream => {
  const { random, trace, weather, schedule } = world;
  const feeds = shards.map(() => feed<KinesisStreamRecord>());
  const poisoned = new Map<string, string>();
  let sequence = 0;

  const put = (text: string, shard: number): string => {
    sequence += 1;
    const record = kinesisRecord(text, sequence);
    const eventID = `${shards[shard]}:${record.kinesis.sequenceNumber}`;
    feeds[shard]?.push({ ...record, eventID });
    return eventID;
  };

  const putFact = ({ partitionKey, text }: OutgoingFact): void => {
    const shard = [...partitionKey].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % shards.length;
    put(text, shard);
    if (weather.strikes('duplicateFact')) put(text, shard);
    if (!weather.strikes('poison')) return;
    trace.fault('poison');
    const poison = random.pick(poisons);
    poisoned.set(put(poison, shard), Buffer.from(poison).toString('base64'));
  };

  const publish: FactPublisher['publish'] = async (facts) => {
    schedule.stir();
    const isPartial = weather.strikes('partlyTaken');
    if (isPartial) trace.fault('partlyTaken');
    const unsent: number[] = [];
    for (const [index, fact] of facts.entries()) {
      if (isPartial && random.chance(0.4)) unsent.push(index);
      else putFact(fact);
    }
    return unsent;
  };

  return { publisher: { publish }, shards: feeds, poisons: poisoned };
};

/** The change of the ledger's table that an event is, as its stream tells the relay. */
export const tableRecord = ({ streamId, version, ...event }: StoredEvent, sequence: number): DynamoDBRecord => {
  const head = { streamId, version: version - 1, newest: undefined } as Parameters<typeof attributesOf>[0]['head'];
  const image = attributesOf({ head, ...event });
  return {
    eventID: `event-${sequence}`,
    eventName: 'INSERT',
    // The two types of attribute differ in how they type binary values, of which an event has none.
    dynamodb: {
      SequenceNumber: String(sequence),
      NewImage: image as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] & object,
    },
  };
};
