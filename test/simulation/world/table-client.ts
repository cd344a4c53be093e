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
import type { Hindrance } from './weather.ts';
import type { World } from './world.ts';

/** What a client of AWS tries by itself, under the same ClientRequestToken. */
const attemptsMaximum = 3;

/** The real event store of one life of a process, on a DynamoDB table that is simulated request by request. */
export const tableStore = (world: World, ledger: RecordedStore, life: Life): EventStore =>
  dynamoEventStore({ client: tableClient(world, ledger, life), tableName: 'ledger', waiting: life.waiting });

const tableClient = (world: World, ledger: RecordedStore, { io, place }: Life): DynamoDBClient => {
  const { trace } = world;
  const { random } = place;
  let tokens = 0;
  const send = async (command: unknown): Promise<unknown> => {
    tokens += 1;
    const token = `token ${tokens}`;
    const kept = new Set<string>();
    for (let attempt = 1; ; attempt += 1)
      try {
        if (command instanceof QueryCommand) return await asked(command.input);
        if (!(command instanceof TransactWriteItemsCommand)) throw new Error('The table does not know that command');
        return await written(command.input, token, kept);
      } catch (error) {
        if (!(error instanceof TransientFailure) || attempt === attemptsMaximum || random.chance(0.5)) throw error;
        trace.sometimes('the client sent a request to the table again');
      }
  };
  return { send } as unknown as DynamoDBClient;

  function asked(input: QueryCommandInput): Promise<object> {
    const isBehind = input.ConsistentRead !== true && input.ScanIndexForward === false && place.strikes('staleRead');
    const behind = isBehind ? 1 + random.below(versionsBehindMaximum) : 0;
    return io('ledger.query', () => queryOf(ledger, input, behind));
  }

  // What goes wrong is decided when the request is sent, and happens when it arrives.
  function written(
    { TransactItems = [] }: TransactWriteItemsCommandInput,
    token: string,
    kept: Set<string>,
  ): Promise<object> {
    const rows = TransactItems.map(({ Put }) => Put?.Item ?? {});
    const hindrance = place.hindranceOf(rows.map((row) => eventOf(row).streamId));
    return io('ledger.transact', async () => {
      // A token is known for ten minutes. Here it may be forgotten at any time, which is harder.
      if (kept.has(token) && random.chance(0.5)) return {};
      if (hindrance?.code === 'Rival') await rivalAt(rows[hindrance.position]);
      else if (hindrance?.code === 'Twin') await append(rows);
      else if (hindrance !== undefined) throw cancelled(hindered(rows, hindrance));
      const inTheWay = await Promise.all(rows.map((row) => occupantOf(eventOf(row))));
      if (inTheWay.some((event) => event !== undefined)) throw cancelled(occupied(inTheWay));
      await append(rows);
      kept.add(token);
      return {};
    });
  }

  async function append(rows: readonly Attributes[]): Promise<void> {
    await ledger.truth.append(rows.map(eventOf).map((event) => ({ ...event, head: headBeforeOf(event) })));
  }

  async function rivalAt(row: Attributes | undefined): Promise<void> {
    if (row === undefined) return;
    trace.sometimes('a rival was faster');
    await world.rival(eventOf(row).streamId);
  }

  async function occupantOf({ streamId, version }: StoredEvent): Promise<StoredEvent | undefined> {
    const [event] = await ledger.truth.read(streamId, version, 1);
    return event?.version === version ? event : undefined;
  }

  function occupied(inTheWay: readonly (StoredEvent | undefined)[]): readonly CancellationReason[] {
    trace.sometimes('an append lost a race');
    const isUntold = place.strikes('conflictUntold');
    return inTheWay.map((event) => {
      if (event === undefined) return { Code: 'None' };
      return { Code: 'ConditionalCheckFailed', ...(isUntold ? {} : { Item: rowOf(event) }) };
    });
  }

  function hindered(rows: readonly Attributes[], { code, position: at }: Hindrance): readonly CancellationReason[] {
    trace.sometimes(`a transaction was cancelled: ${code}`);
    return rows.map((_, position) => ({ Code: position === at ? code : 'None' }));
  }
};

const cancelled = (CancellationReasons: readonly CancellationReason[]): TransactionCanceledException =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: [...CancellationReasons],
  });

const queryOf = async (
  { truth }: RecordedStore,
  { ExpressionAttributeValues = {}, ScanIndexForward, Limit = 1 }: QueryCommandInput,
  behind: number,
): Promise<object> => {
  const streamId = (ExpressionAttributeValues[':pk']?.S ?? '') as StreamId;
  const from = Number(ExpressionAttributeValues[':from']?.N ?? 0);
  if (ScanIndexForward !== false) return { Items: (await truth.read(streamId, from, Limit)).map(rowOf) };
  const [head] = await truth.load([streamId], 'strong');
  const newest = head?.newest;
  if (newest === undefined || behind === 0) return { Items: newest === undefined ? [] : [rowOf(newest)] };
  const [earlier] = await truth.read(streamId, newest.version - behind, 1);
  return { Items: earlier === undefined || earlier.version !== newest.version - behind ? [] : [rowOf(earlier)] };
};

const versionsBehindMaximum = 3;

// The store goes by a head's stream and version alone.
const headBeforeOf = ({ streamId, version }: StoredEvent): StreamHead =>
  ({ streamId, version: version - 1, newest: undefined }) as StreamHead;

const rowOf = (event: StoredEvent): Attributes => attributesOf({ ...event, head: headBeforeOf(event) });
