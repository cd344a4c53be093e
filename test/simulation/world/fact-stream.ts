import type { DynamoDBRecord, KinesisStreamRecord } from 'aws-lambda';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import type { FactPublisher, OutgoingFact } from '../../../domain/ports/fact-publisher.ts';
import { attributesOf } from '../../../functions/adapters/dynamodb/event-row.ts';
import { kinesisRecord } from '../../support/kinesis-event.ts';
import { type Feed, feed } from './mapping.ts';
import { hashOf } from './random.ts';
import type { World } from './world.ts';

/** Keys are spread over so many parts; a shard has several of them until it is split. */
const keyRanges = 4;
const shardsAtFirst = 2;

/** What can be on a fact stream and is no fact. */
const poisons = [
  'poison',
  '{"specversion":"1.0"}',
  '{"specversion":"1.0","id":"x@1","type":"quipu.Unheard.v1","data":{}}',
];

export type Shard = { readonly name: string; readonly source: Feed<KinesisStreamRecord> };

/** The fact stream, and whatever else gets onto it. */
export type FactStream = {
  readonly publisher: FactPublisher;
  /** Tells of each shard, those of now and those to come. */
  readonly follow: (opened: (shard: Shard) => void) => void;
  /** The data of each poison, by the place that it got. */
  readonly poisons: ReadonlyMap<string, string>;
};

export const factStream = (world: World): FactStream => {
  const { trace, weather, schedule } = world;
  const { random, strikes } = weather.at('fact stream');
  const poisoned = new Map<string, string>();
  const { shardOf, split, follow } = shardsOf();
  let sequence = 0;

  const put = (text: string, partitionKey: string): string => {
    sequence += 1;
    const { name, source } = shardOf(partitionKey);
    const record = kinesisRecord(text, sequence);
    const eventID = `${name}:${record.kinesis.sequenceNumber}`;
    source.push({ ...record, eventID });
    return eventID;
  };

  const putFact = ({ partitionKey, text }: OutgoingFact): void => {
    if (strikes('shardSplit') && split(partitionKey)) trace.sometimes('a shard was split');
    put(text, partitionKey);
    if (strikes('duplicateFact')) put(text, partitionKey);
    if (!strikes('poison')) return;
    const poison = random.pick(poisons);
    poisoned.set(put(poison, partitionKey), Buffer.from(poison).toString('base64'));
  };

  const publish: FactPublisher['publish'] = async (facts) => {
    schedule.stir();
    const isPartial = strikes('partlyTaken');
    const unsent: number[] = [];
    for (const [index, fact] of facts.entries()) {
      if (isPartial && (facts.length === 1 || random.chance(0.4))) unsent.push(index);
      else putFact(fact);
    }
    return unsent;
  };

  return { publisher: { publish }, follow, poisons: poisoned };
};

/** Who has which part of the keys. After a split, the older shard gets nothing more, and lasts. */
const shardsOf = () => {
  const listeners: ((shard: Shard) => void)[] = [];
  const shards: Shard[] = [];
  const open = (): Shard => {
    const name = `shardId-${String(shards.length).padStart(12, '0')}`;
    const shard = { name, source: feed<KinesisStreamRecord>() };
    shards.push(shard);
    for (const listener of listeners) listener(shard);
    return shard;
  };
  const first = Array.from({ length: shardsAtFirst }, open);
  const owners = Array.from({ length: keyRanges }, (_, range) => first[range % shardsAtFirst] ?? open());
  const rangeOf = (partitionKey: string): number => hashOf(partitionKey) % keyRanges;
  const shardOf = (partitionKey: string): Shard => owners[rangeOf(partitionKey)] ?? open();
  return {
    shardOf,
    follow: (listener: (shard: Shard) => void): void => {
      listeners.push(listener);
      for (const shard of [...shards]) listener(shard);
    },
    /** Splits the shard that has this key, unless that has only one part of the keys. */
    split: (partitionKey: string): boolean => {
      const parent = shardOf(partitionKey);
      const owned = owners.flatMap((owner, range) => (owner === parent ? [range] : []));
      if (owned.length > 1) for (const range of owned) owners[range] = open();
      return owned.length > 1;
    },
  };
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
