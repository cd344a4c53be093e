import { ResourceNotFoundException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { PermanentFailure } from '../../../../domain/shared/failures.ts';
import { streamIdOf } from '../../../../domain/shared/stream-id.ts';
import { dynamoEventStore } from '../../../../functions/adapters/dynamodb/event-store.ts';
import { eventStoreContract } from '../../../contract/event-store.ts';
import { tableInMemory } from '../../../support/table-in-memory.ts';

const tableName = 'ledger';
const account = streamIdOf('main', 'account', 'a');

eventStoreContract('on a table in memory', async () => dynamoEventStore({ client: tableInMemory().client, tableName }));

const begun = async () => {
  const { client, asked } = tableInMemory();
  const store = dynamoEventStore({ client, tableName });
  const write = { head: store.beginning(account), text: '{"one":1}', hash: 'h', published: true };
  await store.append([write]);
  return { client, asked, store, write };
};

const failing = async (error: Error) => {
  const { client } = tableInMemory();
  const store = dynamoEventStore({
    client: Object.assign(client, { send: async () => Promise.reject(error) }),
    tableName,
  });
  return { store, write: { head: store.beginning(account), text: '{}', hash: '', published: false } };
};

describe('what the event store asks of DynamoDB', () => {
  it('is one conditional put for each event, which tells what is in its way', async () => {
    const { asked } = await begun();
    expect(asked).toEqual([
      {
        name: 'TransactWriteItems',
        input: {
          TransactItems: [
            {
              Put: {
                TableName: tableName,
                Item: {
                  pk: { S: account },
                  sk: { N: '1' },
                  event: { S: '{"one":1}' },
                  hash: { S: 'h' },
                  published: { S: 'yes' },
                },
                ConditionExpression: 'attribute_not_exists(pk)',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        },
      },
    ]);
  });

  it('is one row, newest first, for a head: strongly or not', async () => {
    const { asked, store } = await begun();
    await store.load([account], 'strong');
    await store.load([account], 'eventual');
    const newest = { ScanIndexForward: false, Limit: 1, TableName: tableName };
    const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': { S: account } } };
    expect(asked.slice(1).map(({ input }) => input)).toEqual([
      { ...newest, ...query, ConsistentRead: true },
      { ...newest, ...query, ConsistentRead: false },
    ]);
  });

  it('is consistent where it reads or scans', async () => {
    const { asked, store } = await begun();
    await store.read(account, 3, 7);
    for await (const event of store.scan()) expect(event.streamId).toBe(account);
    expect(asked.slice(1).map(({ input }) => input)).toEqual([
      {
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': { S: account }, ':from': { N: '3' } },
        ConsistentRead: true,
        Limit: 7,
      },
      expect.objectContaining({ TableName: tableName, ConsistentRead: true }),
    ]);
  });
});

describe('an event store whose table fails', () => {
  it('fails for good where the table is not there, and for now where nobody answers', async () => {
    const gone = await failing(new ResourceNotFoundException({ message: 'No table', $metadata: {} }));
    await expect(gone.store.load([account], 'strong')).rejects.toMatchObject({ name: 'PermanentFailure' });
    await expect(gone.store.append([gone.write])).rejects.toMatchObject({ name: 'PermanentFailure' });
    const silent = await failing(Object.assign(new Error('Timed out'), { name: 'TimeoutError' }));
    await expect(silent.store.read(account, 1, 1)).rejects.toMatchObject({ name: 'TransientFailure' });
    await expect(silent.store.append([silent.write])).rejects.toMatchObject({ name: 'TransientFailure' });
  });

  it('says which reason of a cancellation it does not know', async () => {
    const reasons = [{ Code: 'ValidationError', Message: 'Too large' }];
    const error = new TransactionCanceledException({ message: '', $metadata: {}, CancellationReasons: reasons });
    const { store, write } = await failing(error);
    await expect(store.append([write])).rejects.toThrow(/^DynamoDB cancelled the append: .*ValidationError/);
  });

  const whole = { pk: { S: account }, sk: { N: '7' }, event: { S: '{}' }, hash: { S: 'h' } };

  it.each([
    ['pk', undefined, 'no pk 7'],
    ['sk', undefined, `${account} no sk`],
    ['sk', { N: '7.5' }, `${account} 7.5`],
    ['event', undefined, `${account} 7`],
    ['hash', undefined, `${account} 7`],
  ])('takes a row for damaged whose %s is %j, and says which', async (name, value, which) => {
    const client = Object.assign(tableInMemory().client, {
      send: async () => ({ Items: [{ ...whole, [name]: value }] }),
    });
    const loading = dynamoEventStore({ client, tableName }).load([account], 'strong');
    await expect(loading).rejects.toEqual(new PermanentFailure(`A row of the event store is damaged: ${which}`));
    await expect(loading).rejects.toMatchObject({ name: 'PermanentFailure' });
  });
});
