import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FunctionInvoker, functionInvoker } from '../../../../infra/local/functions/function-invoker.ts';
import { listen } from '../../../../infra/local/listen.ts';
import { bundle, declaredFunction, temporaryFolder } from '../start/small-stack.ts';

const caller = `
import * as dynamodb from '@aws-sdk/client-dynamodb';
const client = new dynamodb.DynamoDBClient({ maxAttempts: 1 });
export const handler = async ({ command, input }) => {
  try {
    await client.send(new dynamodb[command + 'Command'](input));
    return 'answered';
  } catch (error) {
    return error.name;
  }
};`;

const arnOf = (name: string): string => `arn:aws:dynamodb:eu-central-1:123456789012:table/${name}`;
const statements = [
  {
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:BatchGetItem'],
    Resource: ['ledger', 'views', 'elsewhere'].map(arnOf),
  },
] as const;

type Engine = { readonly name: string; readonly server: Server; url: string; calls: number; connections: number };

// In the place of the engines and the front, servers that note what arrives and like all of it.
const engineCalled = (name: string): Engine => {
  const server = createServer((request, response) => {
    engine.calls += 1;
    request.resume();
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  server.on('connection', () => {
    engine.connections += 1;
  });
  const engine: Engine = { name, server, url: '', calls: 0, connections: 0 };
  return engine;
};

const front = engineCalled('front');
const streamed = engineCalled('streamed');
const plain = engineCalled('plain');
const engines = [front, streamed, plain];
let invoker: FunctionInvoker;

beforeAll(async () => {
  for (const engine of engines) engine.url = (await listen(engine.server)).url;
  const { url } = front;
  invoker = functionInvoker({
    functions: [declaredFunction('caller', await bundle(caller), { statements, timeoutSeconds: 10 })],
    machines: [],
    background: new Set(),
    location: { region: 'eu-central-1', accountId: '123456789012' },
    endpoints: () => ({ dynamodb: url, kinesis: url, sfn: url, lambda: url, s3: url }),
    tables: { ledger: streamed.url, views: plain.url },
    logsFolder: temporaryFolder(),
    log: () => undefined,
  });
}, 30_000);

afterAll(async () => {
  await invoker.stop();
  for (const { server } of engines) {
    server.closeAllConnections();
    server.close();
  }
});

beforeEach(() => {
  for (const engine of engines) engine.calls = 0;
});

const call = async (command: string, input: unknown): Promise<unknown> => {
  const outcome = await invoker.invoke('caller', { command, input });
  return outcome.ok ? outcome.payload : outcome;
};

const called = (): readonly string[] => engines.filter(({ calls }) => calls > 0).map(({ name }) => name);

const Key = { pk: { S: 'a' } };
const put = (TableName: string) => ({ Put: { TableName, Item: Key } });

describe('DynamoDB call of a function', () => {
  it.each([
    ['GetItem', { TableName: 'ledger', Key }, 'streamed'],
    ['GetItem', { TableName: arnOf('ledger'), Key }, 'streamed'],
    ['GetItem', { TableName: 'views', Key }, 'plain'],
    ['TransactWriteItems', { TransactItems: [put('views'), put('views')] }, 'plain'],
    ['BatchGetItem', { RequestItems: { ledger: { Keys: [Key] } } }, 'streamed'],
    ['BatchGetItem', { RequestItems: { ledger: { Keys: [Key] }, views: { Keys: [Key] } } }, 'front'],
    ['GetItem', { TableName: 'elsewhere', Key }, 'front'],
  ])('%s of %j goes to the engine of its tables, else to the endpoint: %s', async (command, input, engine) => {
    expect(await call(command, input)).toBe('answered');
    expect(called()).toEqual([engine]);
  });

  it('uses the connections again that there are to each engine', async () => {
    await call('GetItem', { TableName: 'ledger', Key });
    await call('GetItem', { TableName: 'views', Key });
    const before = engines.map(({ connections }) => connections);
    for (let time = 0; time < 5; time += 1)
      for (const TableName of ['ledger', 'views']) await call('GetItem', { TableName, Key });
    expect([streamed.calls, plain.calls]).toEqual([6, 6]);
    expect(engines.map(({ connections }) => connections)).toEqual(before);
  });

  it('connects to nobody when it is denied', async () => {
    for (const { server } of engines) server.closeAllConnections();
    const before = engines.map(({ connections }) => connections);
    for (const TableName of ['ledger', 'views', 'secrets'])
      expect(await call('DeleteItem', { TableName, Key })).toBe('AccessDeniedException');
    expect(engines.map(({ connections }) => connections)).toEqual(before);
  });
});
