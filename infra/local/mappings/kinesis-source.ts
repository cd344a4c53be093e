import {
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type _Record as KinesisRecord,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  CursorExpired,
  PositionLost,
  pageRecordsMaximum,
  type Shard,
  type SourceRecord,
  type StartingPoint,
  type StreamSource,
} from './stream-source.ts';

const lostPositionErrors = ['InvalidArgumentException', 'TrimmedDataAccessException'];
const metadataBytes = 512;

/** Reads a Kinesis stream by its name, since the local engine does not take ARNs. */
export const kinesisSource = (streamArn: string, endpoint: string): StreamSource => {
  const StreamName = streamArn.slice(streamArn.lastIndexOf('/') + 1);
  const region = streamArn.split(':')[3] ?? '';
  const toSourceRecord = sourceRecordsOf(streamArn);
  const client = new KinesisClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: new NodeHttpHandler({ requestTimeout: 10_000 }),
    maxAttempts: 1,
  });
  return {
    identity: async () => {
      const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
      return `${streamArn} of ${StreamDescriptionSummary?.StreamCreationTimestamp?.toISOString()}`;
    },
    shards: () => listShards(client, StreamName),
    cursorAt: async (ShardId, start) => {
      try {
        const answer = await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ...iteratorKind(start) }));
        return answer.ShardIterator ?? '';
      } catch (error) {
        throw start.from === 'AFTER' && isNamed(error, lostPositionErrors)
          ? new PositionLost(textOf(error), { cause: error })
          : error;
      }
    },
    read: async (shardId, cursor) => {
      try {
        const answer = await client.send(new GetRecordsCommand({ ShardIterator: cursor, Limit: pageRecordsMaximum }));
        const records = (answer.Records ?? []).map((record) => toSourceRecord(shardId, record));
        return { records, nextCursor: answer.NextShardIterator ?? undefined };
      } catch (error) {
        throw isNamed(error, ['ExpiredIteratorException']) ? new CursorExpired(textOf(error), { cause: error }) : error;
      }
    },
    close: () => client.destroy(),
  };
};

const iteratorKind = (start: StartingPoint) =>
  start.from === 'AFTER'
    ? ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: start.sequenceNumber } as const)
    : ({ ShardIteratorType: start.from } as const);

const listShards = async (client: KinesisClient, StreamName: string): Promise<readonly Shard[]> => {
  const shards: Shard[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await client.send(new ListShardsCommand(NextToken === undefined ? { StreamName } : { NextToken }));
    for (const shard of answer.Shards ?? []) {
      const parents = [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined);
      shards.push({ id: shard.ShardId ?? '', parents });
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return shards;
};

const sourceRecordsOf = (streamArn: string) => {
  const [, partition, , awsRegion, account] = streamArn.split(':');
  const invokeIdentityArn = `arn:${partition}:iam::${account}:role/local`;
  return (shardId: string, record: KinesisRecord): SourceRecord => {
    const bytes = Buffer.from(record.Data ?? []);
    const arrivedAt = record.ApproximateArrivalTimestamp?.getTime() ?? 0;
    const sequenceNumber = record.SequenceNumber ?? '';
    const kinesis = {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.PartitionKey ?? '',
      sequenceNumber,
      data: bytes.toString('base64'),
      approximateArrivalTimestamp: arrivedAt / 1000,
    };
    const event = {
      kinesis,
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn,
      awsRegion,
      eventSourceARN: streamArn,
    };
    const filterable = () => ({ ...kinesis, data: parsed(bytes) });
    return { sequenceNumber, arrivedAt, bytes: kinesis.data.length + metadataBytes, event, filterable };
  };
};

/** A filter on `data` reads it as JSON; what is none matches nothing. */
const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};

const isNamed = (error: unknown, names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
