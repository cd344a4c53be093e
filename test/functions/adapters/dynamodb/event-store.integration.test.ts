import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StreamId, streamIdOf } from '../../../../domain/shared/stream-id.ts';
import { dynamoEventStore } from '../../../../functions/adapters/dynamodb/event-store.ts';
import { authorizeHold } from '../../../../functions/commands/authorize-hold.ts';
import { eventStoreContract } from '../../../contract/event-store.ts';
import { type DynamoDbEngine, openDynamoDb } from '../../../support/dynamodb-engine.ts';
import { metered } from '../../../support/metered.ts';
import { amount } from '../../../support/money.ts';
import { accountId, entryBody, entryOf, leg, open, origin, post, testLedger } from '../../../support/test-ledger.ts';

let engine: DynamoDbEngine;

beforeAll(async () => {
  engine = await openDynamoDb();
}, 30_000);

afterAll(() => engine.stop());

eventStoreContract('on DynamoDB', async () =>
  dynamoEventStore({ client: engine.client, tableName: await engine.createTable({ sortKey: 'N', stream: true }) }),
);

const meteredLedger = async () => {
  const tableName = await engine.createTable({ sortKey: 'N', stream: true });
  const meter = metered(engine.client);
  const ledger = testLedger(dynamoEventStore({ client: meter.client, tableName }));
  return { meter, ledger };
};

describe('what the event store consumes', () => {
  it('is 6 write units in one request of 3 items for an entry with two postings, and two reads of half a unit', async () => {
    const { meter, ledger } = await meteredLedger();
    await open(ledger, 'assets:bank:operating');
    await open(ledger, 'sellers:7:payable', { type: 'liability', floor: '0.00' });
    meter.reset();
    const typical = {
      ...entryOf('assets:bank:operating', 'sellers:7:payable', '12345.67'),
      description: 'Card payment 991',
      metadata: { payment: '991' },
    };
    const traced = { ...origin, actor: 'local-developer', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
    const { postEntry } = await import('../../../../functions/commands/post-entry.ts');
    expect((await postEntry(ledger, { origin: traced, key: 'one', body: typical })).code).toBe('Recorded');
    expect(meter.writes()).toEqual([{ items: 3, units: 6 }]);
    expect(meter.reads()).toEqual([
      { items: 1, units: 0.5 },
      { items: 1, units: 0.5 },
    ]);
  });

  it('is 2 units for each started KB of the entry and 2 for each account', async () => {
    const { meter, ledger } = await meteredLedger();
    for (let index = 0; index < 12; index += 1) await open(ledger, `account:${index}`);
    meter.reset();
    const postings = Array.from({ length: 12 }, (_, index) =>
      leg(`account:${index}`, index < 6 ? 'debit' : 'credit', '1.00'),
    );
    const outcome = await post(ledger, 'wide', entryBody(postings));
    const bytes = outcome.code === 'Recorded' ? rowBytes(outcome.event) : 0;
    expect(bytes).toBeGreaterThan(1_024);
    expect(meter.writes()).toEqual([{ items: 13, units: 2 * (Math.ceil(bytes / 1_024) + 12) }]);
  });

  it('stays at 2 units for an account event, however long its names and large its totals', async () => {
    const { meter, ledger } = await meteredLedger();
    const [long, other] = ['a'.repeat(100), 'b'.repeat(100)];
    await open(ledger, long, { floor: '-99999999999999.99' });
    await open(ledger, other, { type: 'liability', floor: '-99999999999999.99' });
    const hold = {
      accountId: accountId(long),
      destinationAccountId: accountId(other),
      expiresAt: null,
      description: 'x',
    };
    const held = await authorizeHold(ledger, {
      origin,
      key: 'h',
      body: { ...hold, amount: amount('99999999999999.99') },
    });
    expect(held.code).toBe('Recorded');
    meter.reset();
    const outcome = await post(ledger, 'one', entryOf(long, other, '99999999999999.99'));
    const bytes = outcome.code === 'Recorded' ? rowBytes(outcome.event) : 0;
    expect(meter.writes()).toEqual([{ items: 3, units: 2 * (Math.ceil(bytes / 1_024) + 2) }]);
  });

  it('is one read of half a unit for an account with 50,000 events', async () => {
    const tableName = await engine.createTable({ sortKey: 'N' });
    const streamId = streamIdOf('main', 'account', 'busy');
    await seed(engine.client, { tableName, streamId, events: 50_000 });
    const meter = metered(engine.client);
    const store = dynamoEventStore({ client: meter.client, tableName });
    const [head] = await store.load([streamId], 'eventual');
    expect(head?.version).toBe(50_000);
    expect(meter.reads()).toEqual([{ items: 1, units: 0.5 }]);
  }, 60_000);
});

/** A long history, written past the event store for speed; the table has no stream. */
const seed = async (
  client: DynamoDBClient,
  { tableName, streamId, events }: { readonly tableName: string; readonly streamId: StreamId; readonly events: number },
): Promise<void> => {
  const batches = Array.from({ length: events / 25 }, (_, batch) => batch * 25);
  const putFrom = (first: number) =>
    Array.from({ length: 25 }, (_, offset) => ({
      PutRequest: {
        Item: { pk: { S: streamId }, sk: { N: String(first + offset + 1) }, event: { S: '{}' }, hash: { S: 'hash' } },
      },
    }));
  const lanes = [0, 1, 2, 3].map(async (lane) => {
    for (const first of batches.filter((_, index) => index % 4 === lane))
      await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: putFrom(first) } }));
  });
  await Promise.all(lanes);
};

/** Bytes of a row as DynamoDB counts them: names and values; a number of few digits takes two. */
const rowBytes = ({
  streamId,
  text,
  hash,
}: {
  readonly streamId: string;
  readonly text: string;
  readonly hash: string;
}) => Buffer.byteLength(`pk${streamId}skevent${text}hash${hash}publishedyes`) + 2;
