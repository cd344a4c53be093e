import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DynamodbFront, startDynamodbFront } from '../../../../infra/local/engines/dynamodb-front.ts';
import { type FakeEngine, startFakeEngine } from './fake-engine.ts';

let withStream: FakeEngine;
let withoutStream: FakeEngine;
let front: DynamodbFront;

beforeEach(async () => {
  withStream = await startFakeEngine(['ledger', 'orders']);
  withoutStream = await startFakeEngine(['risk', 'views']);
  front = await startDynamodbFront({ withStream: withStream.url, withoutStream: withoutStream.url });
  withStream.calls.length = 0;
  withoutStream.calls.length = 0;
});

afterEach(async () => {
  await front.stop();
  await withStream.stop();
  await withoutStream.stop();
});

const ask = (operation: string, input: unknown, signal: AbortSignal | null = null): Promise<Response> =>
  fetch(front.url, {
    method: 'POST',
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'x-marked': 'yes' },
    body: typeof input === 'string' ? input : JSON.stringify(input),
    signal,
  });

const asked = (): readonly string[] =>
  Object.entries({ withStream, withoutStream }).flatMap(([name, { calls }]) => calls.map(() => name));

const streamArn = 'arn:aws:dynamodb:eu-central-1:1:table/ledger/stream/2026-01-01T00:00:00.000';
const put = (TableName: string) => ({ Put: { TableName } });
const withAStream = { StreamSpecification: { StreamEnabled: true } };

describe('DynamoDB front', () => {
  it.each([
    ['GetItem', { TableName: 'ledger' }, 'withStream'],
    ['GetItem', { TableName: 'views' }, 'withoutStream'],
    ['Query', { TableName: 'arn:aws:dynamodb:eu-central-1:1:table/orders' }, 'withStream'],
    ['BatchGetItem', { RequestItems: { risk: {}, views: {} } }, 'withoutStream'],
    ['BatchWriteItem', { RequestItems: { ledger: [] } }, 'withStream'],
    ['TransactWriteItems', { TransactItems: [put('views'), { Delete: { TableName: 'risk' } }] }, 'withoutStream'],
    ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'ledger' } }] }, 'withStream'],
    ['ListStreams', { TableName: 'views' }, 'withoutStream'],
    ['ListStreams', {}, 'withStream'],
    ['DescribeStream', { StreamArn: streamArn }, 'withStream'],
    ['GetRecords', { ShardIterator: 'opaque' }, 'withStream'],
    ['ListTagsOfResource', { ResourceArn: 'arn:aws:dynamodb:eu-central-1:1:table/views' }, 'withoutStream'],
    ['GetItem', 'this is no JSON', 'withStream'],
    ['GetItem', { TableName: 'nowhere' }, 'withoutStream'],
    ['TransactWriteItems', { TransactItems: [put('ledger'), put('nowhere')] }, 'withStream'],
    ['CreateTable', { TableName: 'new', ...withAStream }, 'withStream'],
    ['CreateTable', { TableName: 'new', StreamSpecification: { StreamEnabled: false } }, 'withoutStream'],
    ['CreateTable', { TableName: 'new' }, 'withoutStream'],
    // The engine that has a table of that name says so.
    ['CreateTable', { TableName: 'views', ...withAStream }, 'withoutStream'],
  ])('passes %s of %j to one engine: %s', async (operation, input, engine) => {
    expect((await ask(operation, input)).status).toBe(200);
    expect(asked()).toEqual([engine]);
  });

  it('passes calls and answers on as they are', async () => {
    const body = '{ "TableName" : "ledger", "Key":{"pk":{"S":"\u00e9"}} }';
    const answered = '{"Item": {"n":{"N":"1.00"}}}\n';
    withStream.answer = (response) => response.writeHead(418, { 'x-amz-crc32': '7', 'X-Other': 'a' }).end(answered);
    const response = await ask('GetItem', body);
    expect(withStream.calls).toMatchObject([{ operation: 'GetItem', body, headers: { 'x-marked': 'yes' } }]);
    expect(response.status).toBe(418);
    expect(response.headers.get('x-amz-crc32')).toBe('7');
    expect(await response.text()).toBe(answered);
  });

  it('knows the tables that were made and deleted since', async () => {
    await ask('CreateTable', { TableName: 'new', ...withAStream });
    await ask('PutItem', { TableName: 'new' });
    expect(asked()).toEqual(['withStream', 'withStream']);
    await ask('DeleteTable', { TableName: 'new' });
    await ask('PutItem', { TableName: 'new' });
    expect(asked()).toEqual(['withStream', 'withStream', 'withStream', 'withoutStream']);
  });

  it('does not know a table that the engine refused to make', async () => {
    withStream.answer = (response) => response.writeHead(400).end('{}');
    await ask('CreateTable', { TableName: 'new', ...withAStream });
    await ask('PutItem', { TableName: 'new' });
    expect(asked()).toEqual(['withStream', 'withoutStream']);
  });

  it.each([
    ['TransactWriteItems', { TransactItems: [put('views'), put('ledger')] }],
    ['BatchGetItem', { RequestItems: { ledger: {}, views: {} } }],
  ])('refuses %s of tables in both engines', async (operation, input) => {
    const response = await ask(operation, input);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      __type: 'com.amazon.coral.validate#ValidationException',
      message: expect.stringContaining('one DynamoDB engine and all others in another'),
    });
    expect(asked()).toEqual([]);
  });

  it('answers as a broken DynamoDB does where an engine does not answer', async () => {
    await withoutStream.stop();
    for (const [operation, input] of [
      ['GetItem', { TableName: 'views' }],
      ['ListTables', {}],
    ] as const) {
      const response = await ask(operation, input);
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({
        __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
        message: expect.stringMatching(/did not answer: .+/),
      });
    }
    expect((await ask('GetItem', { TableName: 'ledger' })).status).toBe(200);
  });

  it('breaks off an answer that its engine broke off', async () => {
    withStream.answer = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"half":');
      setTimeout(() => response.destroy(), 20);
    };
    const response = await ask('GetItem', { TableName: 'ledger' });
    await expect(response.text()).rejects.toThrow();
  });

  it('gives up the call of a client that went away', async () => {
    let gone = false;
    withStream.answer = (response) => response.once('close', () => (gone = true));
    const leaving = new AbortController();
    const response = ask('GetItem', { TableName: 'ledger' }, leaving.signal);
    while (withStream.calls.length === 0) await pause(5);
    leaving.abort();
    await expect(response).rejects.toThrow();
    for (let attempt = 0; attempt < 100 && !gone; attempt += 1) await pause(5);
    expect(gone).toBe(true);
  });
});

describe('tables that the DynamoDB front lists', () => {
  const list = async (input: unknown): Promise<unknown> => (await ask('ListTables', input)).json();

  it('are those of both engines, in order', async () => {
    expect(await list({})).toEqual({ TableNames: ['ledger', 'orders', 'risk', 'views'] });
  });

  it('come in pages where they are asked for so', async () => {
    withoutStream.tables.unshift('a', 'm');
    expect(await list({ Limit: 3 })).toEqual({ TableNames: ['a', 'ledger', 'm'], LastEvaluatedTableName: 'm' });
    expect(await list({ Limit: 3, ExclusiveStartTableName: 'm' })).toEqual({
      TableNames: ['orders', 'risk', 'views'],
    });
  });

  it('come in pages of a hundred where there are more, and all are known', async () => {
    const many = (letter: string) => Array.from({ length: 150 }, (_, at) => `${letter}${at + 100}`);
    withStream.tables.push(...many('p'));
    withoutStream.tables.push(...many('w'));
    const names: string[] = [];
    for (let start: unknown = {}; start !== undefined; ) {
      const { TableNames, LastEvaluatedTableName } = JSON.parse(JSON.stringify(await list(start)));
      expect(TableNames.length).toBeLessThanOrEqual(100);
      names.push(...TableNames);
      start = LastEvaluatedTableName && { ExclusiveStartTableName: LastEvaluatedTableName };
    }
    expect(names).toEqual([...withStream.tables, ...withoutStream.tables].sort());

    const later = await startDynamodbFront({ withStream: withStream.url, withoutStream: withoutStream.url });
    await front.stop();
    front = later;
    withStream.calls.length = 0;
    await ask('GetItem', { TableName: 'p249' });
    expect(withStream.calls).toHaveLength(1);
  });
});
