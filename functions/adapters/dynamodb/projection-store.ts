import {
  BatchGetItemCommand,
  type DynamoDBClient,
  paginateScan,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type ProjectionStore,
  type Row,
  type RowChange,
  type RowKey,
  type RowQuery,
  rowsPerCommitMaximum,
} from '../../../domain/ports/projection-store.ts';
import { InvariantViolation, PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { type Backoff, delayAfter, realWaiting, type Waiting } from '../../runtime/backoff.ts';
import { cancellationOf } from './cancellation.ts';
import type { Attributes } from './event-row.ts';
import { cancellationReasonsOf } from './failure-of.ts';
import { keyConditionOf } from './key-condition.ts';
import { keyAttributesOf, projectionRowOf, rowAttributesOf } from './projection-row.ts';
import { rowFailureOf, sent } from './row-failure.ts';

/**
 * Waits, in milliseconds, while DynamoDB leaves keys unprocessed, throttles, or has the same rows in another
 * transaction.
 */
export const rowBackoff: Backoff = { attemptsMaximum: 8, delayFirst: 10, delayMaximum: 1_000 };

export type ProjectionStoreOptions = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly waiting?: Waiting;
};

type Table = Required<ProjectionStoreOptions>;

/**
 * The projection store on one DynamoDB table, with the index `open` where rows wait in queues. A commit is one
 * transaction in which each row must still have its revision: two write units for each started KB of each row.
 */
export const dynamoProjectionStore = ({
  client,
  tableName,
  waiting = realWaiting,
}: ProjectionStoreOptions): ProjectionStore => {
  const table = { client, tableName, waiting };
  return {
    load: (keys) => load(keys, table),
    commit: (changes) => commit(changes, table),
    query: (query) => queryRows(query, table),
    dueBy: (queue, until, limit) =>
      rowsOf(table, limit, {
        IndexName: 'open',
        KeyConditionExpression: '#open = :queue AND #due <= :until',
        ExpressionAttributeNames: { '#open': 'open', '#due': 'due' },
        ExpressionAttributeValues: { ':queue': { S: queue }, ':until': { S: until } },
      }),
    scan: async function* () {
      for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true }))
        for (const attributes of page.Items ?? []) yield projectionRowOf(attributes);
    },
  };
};

const load = async (keys: readonly RowKey[], { client, tableName, waiting }: Table): Promise<readonly Row[]> => {
  if (keys.length > rowsPerCommitMaximum) throw new InvariantViolation(`${keys.length} rows at once are too many`);
  const rows: Row[] = [];
  let asked: readonly Attributes[] = keys.map(keyAttributesOf);
  for (let attempt = 1; asked.length > 0; attempt += 1) {
    const request = { [tableName]: { Keys: [...asked], ConsistentRead: true } };
    const answer = await sent(() => client.send(new BatchGetItemCommand({ RequestItems: request })));
    rows.push(...(answer.Responses?.[tableName] ?? []).map(projectionRowOf));
    asked = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (asked.length === 0) break;
    if (attempt === rowBackoff.attemptsMaximum)
      throw new TransientFailure(`DynamoDB left ${asked.length} rows unread after ${attempt} requests`);
    await waiting.pause(delayAfter(attempt, rowBackoff, waiting.random));
  }
  return rows;
};

const commit = async (
  changes: readonly RowChange[],
  { client, tableName, waiting }: Table,
): Promise<'committed' | 'conflict'> => {
  if (changes.length > rowsPerCommitMaximum)
    throw new InvariantViolation(`${changes.length} rows at once are too many`);
  if (changes.length === 0) return 'committed';
  const TransactItems = changes.map((change) => writeOf(change, tableName));
  for (let attempt = 1; attempt <= rowBackoff.attemptsMaximum; attempt += 1) {
    const outcome = await commitOnce(() => client.send(new TransactWriteItemsCommand({ TransactItems })));
    if (outcome !== 'retry') return outcome;
    await waiting.pause(delayAfter(attempt, rowBackoff, waiting.random));
  }
  throw new TransientFailure('DynamoDB kept refusing the commit: other commits of the same rows, or throttling');
};

const commitOnce = async (send: () => Promise<unknown>): Promise<'committed' | 'conflict' | 'retry'> => {
  try {
    await send();
    return 'committed';
  } catch (error) {
    const reasons = cancellationReasonsOf(error);
    if (reasons === undefined) throw rowFailureOf(error);
    const cancellation = cancellationOf(reasons);
    if (cancellation.code === 'occupied') return 'conflict';
    if (cancellation.code === 'retry') return 'retry';
    throw new PermanentFailure(`DynamoDB cancelled the commit: ${cancellation.reason}`, { cause: error });
  }
};

const writeOf = ({ key, revision, body, due }: RowChange, TableName: string): TransactWriteItem => {
  const condition =
    revision === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'revision = :revision',
          ExpressionAttributeValues: { ':revision': { N: String(revision) } },
        };
  const Key = keyAttributesOf(key);
  if (body !== null) {
    const row = rowAttributesOf({ key, revision, ...(due === undefined ? {} : { due }) }, body);
    return { Put: { TableName, Item: row, ...condition } };
  }
  return revision === 0
    ? { ConditionCheck: { TableName, Key, ...condition } }
    : { Delete: { TableName, Key, ...condition } };
};

const queryRows = async (query: RowQuery, table: Table): Promise<readonly Row[]> => {
  const condition = keyConditionOf(query);
  if (condition === undefined) return [];
  const { descending = false, after, limit } = query;
  // A range takes in its ends, so one more is read than is wanted.
  const found = await rowsOf(table, limit + 1, { ...condition, ConsistentRead: true, ScanIndexForward: !descending });
  return found.filter(({ key }) => key.sort !== after).slice(0, limit);
};

const rowsOf = async (
  { client, tableName }: Table,
  limit: number,
  query: Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName' | 'Limit'>,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let from: Attributes | undefined;
  do {
    const page = await sent(() =>
      client.send(
        new QueryCommand({
          ...query,
          TableName: tableName,
          Limit: limit - rows.length,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    rows.push(...(page.Items ?? []).map(projectionRowOf));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && rows.length < limit);
  return rows;
};
