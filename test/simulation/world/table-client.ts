import {
  type CancellationReason,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { EventStore, StoredEvent, StreamHead } from '../../../domain/ports/event-store.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import type { StreamId } from '../../../domain/shared/stream-id.ts';
import { type Attributes, attributesOf, eventOf } from '../../../functions/adapters/dynamodb/event-row.ts';
import { dynamoEventStore } from '../../../functions/adapters/dynamodb/event-store.ts';
import type { Life } from './life.ts';
import type { RecordedStore } from './recorded-store.ts';
import type { World } from './world.ts';

/** What a client of AWS tries by itself, under the same ClientRequestToken. */
const attemptsMaximum = 3;

/** The real event store of one life of a process, on a DynamoDB table that is simulated request by request. */
export const tableStore = (world: World, ledger: RecordedStore, life: Life): EventStore =>
  dynamoEventStore({ client: tableClient(world, ledger, life), tableName: 'ledger', waiting: life.waiting });

const tableClient = (world: World, ledger: RecordedStore, { io }: Life): DynamoDBClient => {
  const { random, trace, weather } = world;
  let tokens = 0;
  const send = async (command: unknown): Promise<unknown> => {
    tokens += 1;
    const token = `token ${tokens}`;
    const kept = new Set<string>();
    for (let attempt = 1; ; attempt += 1)
      try {
        if (command instanceof QueryCommand)
          return await io('ledger.query', () => queryOf(world, ledger, command.input));
        if (!(command instanceof TransactWriteItemsCommand)) throw new Error('The table does not know that command');
        return await io('ledger.transact', () => transact(command.input, token, kept));
      } catch (error) {
        if (!(error instanceof TransientFailure) || attempt === attemptsMaximum || random.chance(0.5)) throw error;
        trace.sometimes('the client sent a request to the table again');
      }
  };
  return { send } as unknown as DynamoDBClient;

  // A token is known for ten minutes. Here it may be forgotten at any time, which is harder.
  async function transact(
    { TransactItems = [] }: TransactWriteItemsCommandInput,
    token: string,
    kept: Set<string>,
  ): Promise<object> {
    if (kept.has(token) && random.chance(0.5)) return {};
    const rows = TransactItems.map(({ Put }) => Put?.Item ?? {});
    if (weather.strikes('transactionConflict')) throw cancelled(hindered(rows));
    const inTheWay = await Promise.all(rows.map((row) => occupantOf(eventOf(row))));
    if (inTheWay.some((event) => event !== undefined)) throw cancelled(occupied(inTheWay));
    await ledger.truth.append(rows.map(eventOf).map((event) => ({ ...event, head: headBeforeOf(event) })));
    kept.add(token);
    return {};
  }

  async function occupantOf({ streamId, version }: StoredEvent): Promise<StoredEvent | undefined> {
    const [event] = await ledger.truth.read(streamId, version, 1);
    return event?.version === version ? event : undefined;
  }

  function occupied(inTheWay: readonly (StoredEvent | undefined)[]): readonly CancellationReason[] {
    trace.sometimes('an append lost a race');
    const isUntold = weather.strikes('conflictUntold');
    if (isUntold) trace.fault('conflictUntold');
    return inTheWay.map((event) => {
      if (event === undefined) return { Code: 'None' };
      return { Code: 'ConditionalCheckFailed', ...(isUntold ? {} : { Item: rowOf(event) }) };
    });
  }

  /** Each reason that passes, at each position. */
  function hindered(rows: readonly Attributes[]): readonly CancellationReason[] {
    const at = random.below(rows.length);
    const Code = random.pick(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
    trace.fault(Code);
    return rows.map((_, position) => ({ Code: position === at ? Code : 'None' }));
  }
};

const cancelled = (CancellationReasons: readonly CancellationReason[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: [...CancellationReasons],
  });

const queryOf = async (
  { random, trace, weather }: World,
  { truth }: RecordedStore,
  { ExpressionAttributeValues = {}, ConsistentRead, ScanIndexForward, Limit = 1 }: QueryCommandInput,
): Promise<object> => {
  const streamId = (ExpressionAttributeValues[':pk']?.S ?? '') as StreamId;
  const from = Number(ExpressionAttributeValues[':from']?.N ?? 0);
  if (ScanIndexForward !== false) return { Items: (await truth.read(streamId, from, Limit)).map(rowOf) };
  const events = await truth.read(streamId, 0, Number.MAX_SAFE_INTEGER);
  const isBehind = ConsistentRead !== true && weather.strikes('staleRead');
  if (isBehind) trace.fault('staleRead');
  const newest = events.at(isBehind ? -2 - random.below(versionsBehindMaximum) : -1);
  return { Items: newest === undefined ? [] : [rowOf(newest)] };
};

const versionsBehindMaximum = 3;

// The store goes by a head's stream and version alone.
const headBeforeOf = ({ streamId, version }: StoredEvent): StreamHead =>
  ({ streamId, version: version - 1, newest: undefined }) as StreamHead;

const rowOf = (event: StoredEvent): Attributes => attributesOf({ ...event, head: headBeforeOf(event) });
