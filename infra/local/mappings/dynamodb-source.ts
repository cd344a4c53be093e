import {
  CursorExpired,
  PositionLost,
  pageRecordsMaximum,
  type Shard,
  type SourceRecord,
  type StartingPoint,
  type StreamSource,
} from './stream-source.ts';

const requestTimeoutMilliseconds = 10_000;
/** The engine wants a signature to be there, and does not check it. */
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

type StreamRecord = Readonly<Record<string, unknown>> & {
  readonly dynamodb: { readonly SequenceNumber: string; readonly ApproximateCreationDateTime: number };
};

type StreamDescription = {
  readonly StreamArn: string;
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly ParentShardId?: string;
  }[];
  readonly LastEvaluatedShardId?: string;
};

/**
 * Reads a table's stream. Speaks JSON to the endpoint rather than through the SDK, because a function receives the
 * attribute values in just that form, binary ones in base 64.
 */
export const dynamodbSource = (streamArn: string, endpoint: string): StreamSource => {
  const region = streamArn.split(':')[3] ?? '';
  const call = caller(endpoint);
  const actualArn = () => newestStreamArn(call, tableNameOf(streamArn));
  const iteratorAt = async (ShardId: string, where: Readonly<Record<string, string>>): Promise<string> => {
    const input = { StreamArn: await actualArn(), ShardId, ...where };
    return (await call<{ readonly ShardIterator: string }>('GetShardIterator', input)).ShardIterator;
  };
  const recordsAt = (ShardIterator: string, Limit: number) =>
    call<{ readonly Records: readonly StreamRecord[]; readonly NextShardIterator?: string }>('GetRecords', {
      ShardIterator,
      Limit,
    });
  return {
    identity: actualArn,
    shards: async () => listShards(call, await actualArn()),
    cursorAt: (shardId, start) => iteratorAt(shardId, iteratorKind(start)),
    // The engine tells the greatest number as a text, of which 9 is greater than 10; so it is asked for records.
    reaches: async (shardId, SequenceNumber) => {
      const cursor = await iteratorAt(shardId, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber });
      return (await recordsAt(cursor, 1)).Records.length > 0;
    },
    read: async (_shardId, cursor) => {
      const answer = await recordsAt(cursor, pageRecordsMaximum);
      const records = answer.Records.map((record) => asSourceRecord(record, streamArn, region));
      return { records, nextCursor: answer.NextShardIterator };
    },
    close: () => undefined,
  };
};

type Call = <Answer>(operation: string, input: Readonly<Record<string, unknown>>) => Promise<Answer>;

const caller =
  (endpoint: string): Call =>
  async <Answer>(operation: string, input: Readonly<Record<string, unknown>>): Promise<Answer> => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(requestTimeoutMilliseconds),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw failureOf(operation, text);
    }
    return JSON.parse(text) as Answer;
  };

const failureOf = (operation: string, text: string): Error => {
  const message = `${operation}: ${text}`;
  if (/ExpiredIteratorException|Invalid shard iterator/i.test(text)) {
    return new CursorExpired(message);
  }
  return /TrimmedDataAccessException/.test(text) ? new PositionLost(message) : new Error(message);
};

const tableNameOf = (streamArn: string): string => streamArn.split('/')[1] ?? '';

const newestStreamArn = async (call: Call, TableName: string): Promise<string> => {
  const { Streams } = await call<{ readonly Streams: readonly { readonly StreamArn: string }[] }>('ListStreams', {
    TableName,
  });
  const newest = Streams.map((stream) => stream.StreamArn)
    .sort()
    .at(-1);
  if (newest === undefined) {
    throw new Error(`Table ${TableName} has no stream.`);
  }
  return newest;
};

const listShards = async (call: Call, StreamArn: string): Promise<readonly Shard[]> => {
  const shards: Shard[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const { StreamDescription } = await call<{ readonly StreamDescription: StreamDescription }>('DescribeStream', {
      StreamArn,
      ...(ExclusiveStartShardId === undefined ? {} : { ExclusiveStartShardId }),
    });
    for (const shard of StreamDescription.Shards) {
      const parents = shard.ParentShardId === undefined ? [] : [shard.ParentShardId];
      shards.push({ id: shard.ShardId, parents });
    }
    ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  return shards;
};

const iteratorKind = (start: StartingPoint) =>
  start.from === 'AFTER'
    ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: start.sequenceNumber }
    : { ShardIteratorType: start.from };

const asSourceRecord = (record: StreamRecord, streamArn: string, awsRegion: string): SourceRecord => {
  const event = { ...record, awsRegion, eventSourceARN: streamArn };
  return {
    sequenceNumber: record.dynamodb.SequenceNumber,
    arrivedAt: record.dynamodb.ApproximateCreationDateTime * 1000,
    bytes: JSON.stringify(event).length,
    event,
    filterable: () => event,
  };
};
