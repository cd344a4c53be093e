import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Buckets, startBuckets } from '../../../../infra/local/buckets/start-buckets.ts';
import { type FunctionInvoker, functionInvoker } from '../../../../infra/local/functions/function-invoker.ts';
import { listen } from '../../../../infra/local/listen.ts';
import { bundle, declaredFunction, temporaryFolder } from '../start/small-stack.ts';

const caller = `
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kinesis from '@aws-sdk/client-kinesis';
import * as s3 from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import https from 'node:https';
import { get } from 'node:http';
const clients = {
  dynamodb: new dynamodb.DynamoDBClient({ maxAttempts: 1 }),
  kinesis: new kinesis.KinesisClient({ maxAttempts: 1, requestHandler: new NodeHttpHandler() }),
  s3: new s3.S3Client({ maxAttempts: 1, forcePathStyle: true }),
};
const commands = { dynamodb, kinesis, s3 };
export const handler = async ({ service, command, input, address }) => {
  if (address) return new Promise((resolve) => {
    const request = address.startsWith('https') ? https.get(address, resolve) : get(address, resolve);
    request.on('error', (error) => resolve({ code: error.code }));
  }).then((response) => response.code ?? response.statusCode);
  try {
    await clients[service].send(new commands[service][command + 'Command'](input));
    return 'answered';
  } catch (error) {
    return { name: error.name, status: error.$metadata?.httpStatusCode, message: error.message };
  }
};`;

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger';
const onlyTogether = { StringEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } };

const statements = [
  { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'], Resource: table, Condition: onlyTogether },
  { Effect: 'Deny', Action: ['dynamodb:UpdateItem'], Resource: table },
  { Effect: 'Allow', Action: 'dynamodb:Query', Resource: table },
  { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::archive/facts/*' },
] as const;

const seen: string[] = [];
const lines: string[] = [];
const logs = temporaryFolder();
let engine: Server;
let engineUrl: string;
let buckets: Buckets;
let invoker: FunctionInvoker;

beforeAll(async () => {
  // In the place of the engines, something that notes what arrives and likes all of it.
  engine = createServer((request, response) => {
    seen.push(String(request.headers['x-amz-target'] ?? request.url));
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  engineUrl = (await listen(engine)).url;
  buckets = await startBuckets({
    buckets: [{ name: 'archive', arn: 'arn:aws:s3:::archive' }],
    folder: temporaryFolder(),
    log: () => undefined,
  });
  const endpoints = { dynamodb: engineUrl, kinesis: engineUrl, sfn: engineUrl, lambda: engineUrl, s3: buckets.url };
  invoker = functionInvoker({
    functions: [declaredFunction('caller', await bundle(caller), { statements, timeoutSeconds: 10 })],
    machines: [],
    background: new Set(),
    location: { region: 'eu-central-1', accountId: '123456789012' },
    endpoints: () => endpoints,
    tables: {},
    logsFolder: logs,
    log: (line) => lines.push(line),
  });
}, 30_000);

afterAll(async () => {
  await invoker.stop();
  await buckets.stop();
  engine.closeAllConnections();
  engine.close();
});

const call = async (service: string, command: string, input: unknown): Promise<unknown> => {
  const outcome = await invoker.invoke('caller', { service, command, input });
  return outcome.ok ? outcome.payload : outcome;
};

const Item = { pk: { S: 'a' }, sk: { N: '1' } };
const put = { Put: { TableName: 'ledger', Item } };
const update = { Update: { TableName: 'ledger', Key: Item, UpdateExpression: 'SET a = b' } };
const denied = { name: 'AccessDeniedException', status: 400 };

describe('egress guard', () => {
  it('lets pass what a statement allows', async () => {
    seen.length = 0;
    expect(await call('dynamodb', 'TransactWriteItems', { TransactItems: [put, put] })).toBe('answered');
    expect(await call('dynamodb', 'Query', { TableName: 'ledger', KeyConditionExpression: 'pk = a' })).toBe('answered');
    expect(seen).toEqual(['DynamoDB_20120810.TransactWriteItems', 'DynamoDB_20120810.Query']);
  });

  it.each([
    ['outside a transaction, where only one inside is allowed', 'PutItem', { TableName: 'ledger', Item }],
    ['on another table', 'Query', { TableName: 'views', KeyConditionExpression: 'pk = a' }],
    [
      'on an index that the statement does not name',
      'Query',
      { TableName: 'ledger', IndexName: 'open', KeyConditionExpression: 'pk = a' },
    ],
    ['that nothing names', 'DeleteItem', { TableName: 'ledger', Key: Item }],
    ['that is denied, although it is allowed as well', 'TransactWriteItems', { TransactItems: [put, update] }],
  ])('denies a call %s, before it reaches the engine', async (_what, command, input) => {
    seen.length = 0;
    expect(await call('dynamodb', command, input)).toMatchObject(denied);
    expect(seen).toEqual([]);
  });

  it('denies a service that has no statement', async () => {
    seen.length = 0;
    const input = { StreamName: 'facts', Records: [{ Data: Buffer.from('x'), PartitionKey: 'a' }] };
    expect(await call('kinesis', 'PutRecords', input)).toMatchObject(denied);
    expect(seen).toEqual([]);
  });

  it('names function, action and resource to the caller, in its log and, once, to whoever runs the stack', async () => {
    const input = { TableName: 'secrets', Key: Item };
    expect(await call('dynamodb', 'GetItem', input)).toMatchObject({
      message: `The role of caller is not authorized to perform: dynamodb:GetItem on resource: ${table.replace('ledger', 'secrets')}`,
    });
    await call('dynamodb', 'GetItem', input);
    expect(lines.filter((line) => line.includes('table/secrets'))).toEqual([
      `The function caller was denied dynamodb:GetItem on ${table.replace('ledger', 'secrets')}: no policy of its role allows it`,
    ]);
    expect(readFileSync(join(logs, 'caller.log'), 'utf8')).toContain('DENIED caller dynamodb:GetItem');
  });

  it('checks buckets by object, and denies as S3 does', async () => {
    expect(await call('s3', 'PutObject', { Bucket: 'archive', Key: 'facts/1', Body: 'x' })).toBe('answered');
    expect(await call('s3', 'GetObject', { Bucket: 'archive', Key: 'facts/1' })).toBe('answered');
    for (const [command, Key] of [
      ['PutObject', 'other/1'],
      ['DeleteObject', 'facts/1'],
    ] as const)
      expect(await call('s3', command, { Bucket: 'archive', Key })).toMatchObject({
        name: 'AccessDenied',
        status: 403,
      });
    expect(await call('s3', 'GetObject', { Bucket: 'archive', Key: 'facts/1' })).toBe('answered');
  });

  it('hides, as S3 does, what is missing from one who may not list the bucket', async () => {
    expect(await call('s3', 'GetObject', { Bucket: 'archive', Key: 'facts/none' })).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
  });

  it('lets no call out to AWS itself, and leaves everybody else alone', async () => {
    const reach = async (address: string) => invoker.invoke('caller', { address });
    expect(await reach('https://kms.eu-central-1.amazonaws.com/')).toEqual({ ok: true, payload: 403 });
    const other = createServer((_request, response) => response.end('hello'));
    const { url, stop } = await listen(other);
    expect(await reach(`${url}/rail`)).toEqual({ ok: true, payload: 200 });
    await stop();
  });
});
