import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { stripesMaximum } from '../../domain/accounts/stripe.ts';
import type { StreamHead, StreamWrite } from '../../domain/ports/event-store.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import { cachedHeads } from '../../functions/adapters/cached-heads.ts';
import { attributesOf } from '../../functions/adapters/dynamodb/event-row.ts';
import { dynamoEventStore } from '../../functions/adapters/dynamodb/event-store.ts';
import { groupCommit } from '../../functions/adapters/group-commit.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { postEntry } from '../../functions/commands/post-entry.ts';
import { stripeMemory } from '../../functions/runtime/stripe-memory.ts';
import type { DynamoDbEngine } from '../support/dynamodb-engine.ts';
import { type Consumption, metered } from '../support/metered.ts';
import { entryOf, open, origin, post, testLedger } from '../support/test-ledger.ts';
import type { PostOne } from './measure.ts';

/** The accounts of the n-th entry of a load: another pair each time, or one account that every entry shares. */
export type AccountsOf = (sequence: number) => readonly [debited: string, credited: string];

/** The account of the bench that is opened with stripes. */
export const striped = 'bench:striped';

export const stripesOf = (id: string): number => (id === striped ? stripesMaximum : 1);

/** The bare SDK: the same three items, with the same conditions, and nothing else. */
export const rawWay = async (engine: DynamoDbEngine, accountsOf: AccountsOf): Promise<PostOne> => {
  const tableName = await engine.createTable({ sortKey: 'N', stream: true });
  const template = await writesOfAnEntry();
  const versions = new Map<string, number>();
  return async (sequence) => {
    const [debited, credited] = accountsOf(sequence);
    const streams = [
      streamIdOf('main', 'entry', `jen_${String(sequence).padStart(26, '0')}`),
      ...[debited, credited].map(accountStream),
    ];
    const rows = streams.map((streamId, index) => {
      const version = (versions.get(streamId) ?? -1) + 1;
      versions.set(streamId, version);
      const { text, hash, published } = template[index] ?? { text: '', hash: '', published: false };
      return attributesOf({ head: { streamId, version } as StreamHead, text, hash, published });
    });
    const TransactItems = rows.map((Item) => ({
      Put: {
        TableName: tableName,
        Item,
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      },
    }));
    await engine.client.send(new TransactWriteItemsCommand({ TransactItems }));
    return true;
  };
};

/** The event store behind load-decide-append, as the API's function uses it. */
export const eventStoreWay = async (
  engine: DynamoDbEngine,
  accountsOf: AccountsOf,
  accounts: readonly string[],
): Promise<PostOne> => {
  const tableName = await engine.createTable({ sortKey: 'N', stream: true });
  const store = groupCommit(cachedHeads(dynamoEventStore({ client: engine.client, tableName }), { now: Date.now }));
  const ledger = { ...testLedger(store), stripes: stripeMemory() };
  for (const id of accounts) await open(ledger, id, { stripes: stripesOf(id) });
  return async (sequence) => {
    const outcome = await post(ledger, `bench ${sequence}`, entryOf(...accountsOf(sequence), '1.00'));
    return outcome.code === 'Recorded' && !outcome.replayed;
  };
};

/** What one typical entry costs: requests and units, cold (heads are read) and warm (they are remembered). */
export const costOfAnEntry = async (
  engine: DynamoDbEngine,
): Promise<
  Readonly<
    Record<'cold' | 'warm', { readonly requests: number; readonly writeUnits: number; readonly readUnits: number }>
  >
> => {
  const tableName = await engine.createTable({ sortKey: 'N', stream: true });
  const meter = metered(engine.client);
  const store = dynamoEventStore({ client: meter.client, tableName });
  const ledger = testLedger(store);
  for (const id of ['assets:bank:operating', 'sellers:7:payable']) await open(ledger, id);
  const costOf = async (key: string, eventStore: typeof store) => {
    meter.reset();
    const body = {
      ...entryOf('assets:bank:operating', 'sellers:7:payable', '100.00'),
      description: 'Card payment 991',
    };
    await postEntry({ ...ledger, eventStore }, { origin, key, body });
    return {
      requests: meter.reads().length + meter.writes().length,
      writeUnits: units(meter.writes()),
      readUnits: units(meter.reads()),
    };
  };
  const cold = await costOf('cold', store);
  const remembering = groupCommit(cachedHeads(store, { now: Date.now }));
  await costOf('first', remembering);
  return { cold, warm: await costOf('warm', remembering) };
};

const units = (consumed: readonly Consumption[]): number => consumed.reduce((sum, one) => sum + one.units, 0);

const accountStream = (id: string): StreamId => streamIdOf('main', 'account', id);

const writesOfAnEntry = async (): Promise<readonly StreamWrite[]> => {
  const ledger = testLedger(memoryEventStore());
  for (const id of ['bench:0', 'bench:1']) await open(ledger, id);
  const outcome = await postEntry(ledger, {
    origin,
    key: 'template',
    body: entryOf('bench:0', 'bench:1', '1.00'),
    dryRun: true,
  });
  if (outcome.code !== 'Rehearsed') throw new Error('The template entry was refused');
  return outcome.writes;
};
