import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { resolveDynoxide } from '../../infra/local/engines/resolve-dynoxide.ts';
import { startDynoxide } from '../../infra/local/engines/start-dynoxide.ts';

export type TableShape = {
  /** Type of the sort key: N for the event store, S for projection stores. */
  readonly sortKey: 'N' | 'S';
  /** Whether there is the index `open` of rows that are due. */
  readonly due?: boolean;
  readonly stream?: boolean;
};

export type DynamoDbEngine = {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Makes a table of a name of its own, and answers the name. */
  readonly createTable: (shape: TableShape) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/**
 * A DynamoDB to test on: the endpoint in QUIPU_DYNAMODB_URL where there is one, else the local engine, started anew.
 */
export const openDynamoDb = async (): Promise<DynamoDbEngine> => {
  const named = process.env['QUIPU_DYNAMODB_URL'];
  const engine = named === undefined ? await startEngine() : { endpoint: named, stop: async () => {} };
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler({ httpAgent: { maxSockets: 64, keepAlive: true } }),
  });
  return {
    endpoint: engine.endpoint,
    client,
    createTable: (shape) => createTable(client, shape),
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
};

const startEngine = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quipu-dynamodb-'));
  const binary = await resolveDynoxide({
    enginesFolder: join(folder, 'engines'),
    environment: process.env,
    log: () => {},
  });
  const engine = await startDynoxide({ binary, databaseFile: join(folder, 'tables.db'), onSpawn: () => {} });
  return {
    endpoint: engine.url,
    stop: async () => {
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

let tables = 0;

const createTable = async (client: DynamoDBClient, { sortKey, due = false, stream = false }: TableShape) => {
  tables += 1;
  const TableName = `test-${process.pid}-${Date.now()}-${tables}`;
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        text('pk'),
        { AttributeName: 'sk', AttributeType: sortKey },
        ...(due ? [text('open'), text('due')] : []),
      ],
      KeySchema: keys('pk', 'sk'),
      ...(due
        ? {
            GlobalSecondaryIndexes: [
              { IndexName: 'open', KeySchema: keys('open', 'due'), Projection: { ProjectionType: 'ALL' as const } },
            ],
          }
        : {}),
      ...(stream
        ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const } }
        : {}),
    }),
  );
  return TableName;
};

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
