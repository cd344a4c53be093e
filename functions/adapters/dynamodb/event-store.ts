import {
  type DynamoDBClient,
  paginateScan,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { AppendOutcome, EventStore, StoredEvent, StreamWrite } from '../../../domain/ports/event-store.ts';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import type { StreamId } from '../../../domain/shared/stream-id.ts';
import { type Backoff, delayAfter, realWaiting, type Waiting } from '../../runtime/backoff.ts';
import { headAt, headBefore } from '../stream-head.ts';
import { cancellationOf } from './cancellation.ts';
import { type Attributes, attributesOf, eventOf } from './event-row.ts';
import { cancellationReasonsOf, failureOf } from './failure-of.ts';

/** Waits, in milliseconds, while DynamoDB says that another transaction has the same items, or that it is throttled. */
export const appendBackoff: Backoff = { attemptsMaximum: 8, delayFirst: 10, delayMaximum: 1_000 };

export type EventStoreOptions = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly waiting?: Waiting;
};

/**
 * The event store on one DynamoDB table. An append is one TransactWriteItems of Puts that each require their key to be
 * free; nothing here updates or deletes. Two write units for each started KB of each event; loading a head reads one
 * item: half a unit, or one if strong.
 */
export const dynamoEventStore = ({ client, tableName, waiting = realWaiting }: EventStoreOptions): EventStore => {
  const newestOf = async (streamId: StreamId, ConsistentRead: boolean): Promise<StoredEvent | undefined> => {
    const [newest] = await query(client, {
      TableName: tableName,
      ...ofStream(streamId),
      ConsistentRead,
      ScanIndexForward: false,
      Limit: 1,
    });
    return newest;
  };

  return {
    load: (streamIds, consistency) =>
      Promise.all(
        streamIds.map(async (streamId) => {
          const newest = await newestOf(streamId, consistency === 'strong');
          return newest === undefined ? headBefore(streamId) : headAt(newest);
        }),
      ),
    beginning: headBefore,
    append: (writes) => append(writes, { client, tableName, waiting }),
    read: (streamId, from, limit) =>
      query(client, {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': { S: streamId }, ':from': { N: String(from) } },
        ConsistentRead: true,
        Limit: limit,
      }),
    scan: async function* () {
      for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
        for (const row of page.Items ?? []) yield eventOf(row);
    },
  };
};

const append = async (
  writes: readonly StreamWrite[],
  { client, tableName, waiting }: Required<EventStoreOptions>,
): Promise<AppendOutcome> => {
  const rows = writes.map(attributesOf);
  for (let attempt = 1; attempt <= appendBackoff.attemptsMaximum; attempt += 1) {
    const outcome = await appendOnce(rows, client, tableName);
    if (outcome !== 'retry') return outcome;
    await waiting.pause(delayAfter(attempt, appendBackoff, waiting.random));
  }
  throw new TransientFailure(
    'DynamoDB kept refusing the transaction: other transactions on the same items, or throttling',
  );
};

const appendOnce = async (
  rows: readonly Attributes[],
  client: DynamoDBClient,
  tableName: string,
): Promise<AppendOutcome | 'retry'> => {
  // The client makes a fresh request token for each command. It is not relied on: the keys themselves tell a
  // repetition.
  const command = new TransactWriteItemsCommand({ TransactItems: rows.map((row) => putOf(row, tableName)) });
  try {
    await client.send(command);
    return { code: 'Appended', events: rows.map(eventOf) };
  } catch (error) {
    const reasons = cancellationReasonsOf(error);
    if (reasons === undefined) throw failureOf(error);
    const cancellation = cancellationOf(reasons);
    if (cancellation.code === 'retry') return 'retry';
    if (cancellation.code === 'defect')
      throw new PermanentFailure(`DynamoDB cancelled the append: ${cancellation.reason}`, { cause: error });
    const inTheWay = reasons.map(({ Item }) => (Item === undefined ? undefined : eventOf(Item)));
    return conflictOf(rows.map(eventOf), inTheWay, cancellation.position);
  }
};

// Where every event is in the way with the very same text, all of it is our own: an earlier attempt took effect though
// its answer was lost. One that is the same proves nothing: two requests in one millisecond may change an account
// alike.
const conflictOf = (
  wanted: readonly StoredEvent[],
  inTheWay: readonly (StoredEvent | undefined)[],
  position: number,
): AppendOutcome => {
  if (wanted.every(({ text }, index) => inTheWay[index]?.text === text)) return { code: 'Appended', events: wanted };
  const lost = wanted[position];
  if (lost === undefined) throw new PermanentFailure(`DynamoDB names position ${position} of ${wanted.length}`);
  return { code: 'VersionConflict', streamId: lost.streamId, existing: inTheWay[position] };
};

const putOf = (row: Attributes, tableName: string): TransactWriteItem => ({
  Put: {
    TableName: tableName,
    Item: row,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

const ofStream = (streamId: StreamId) => ({
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: streamId } },
});

const query = async (
  client: DynamoDBClient,
  input: ConstructorParameters<typeof QueryCommand>[0],
): Promise<readonly StoredEvent[]> => {
  try {
    const page = await client.send(new QueryCommand(input));
    return (page.Items ?? []).map(eventOf);
  } catch (error) {
    throw error instanceof PermanentFailure ? error : failureOf(error);
  }
};
