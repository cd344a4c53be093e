import { readFileSync } from 'node:fs';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { localCredentials } from '../../../../infra/local/aws-credentials.ts';
import { type DataFolder, openDataFolder } from '../../../../infra/local/data-folder.ts';
import type { DeclaredTable } from '../../../../infra/local/declared-stack.ts';
import { type Engines, startEngines } from '../../../../infra/local/engines/start-engines.ts';
import { temporaryFolder } from '../start/small-stack.ts';

export type StartedEngines = {
  readonly engines: Engines;
  readonly dynamodb: DynamoDBClient;
  readonly kinesis: KinesisClient;
  /** The process of the DynamoDB engine, which is not that of its host. */
  readonly dynoxide: () => number;
};

/** Starts engines in folders of their own, and stops them after the test. */
export const enginesOfTest = () => {
  const folders: DataFolder[] = [];
  const started: Engines[] = [];
  return {
    openFolder: (): DataFolder => {
      const folder = openDataFolder({ path: temporaryFolder(), fresh: false });
      folders.push(folder);
      return folder;
    },
    start: async (folder: DataFolder, environment: NodeJS.ProcessEnv = process.env): Promise<StartedEngines> => {
      const engines = await startEngines({ folder, location, environment, log: () => undefined });
      started.push(engines);
      return { engines, ...clientsOf(engines), dynoxide: () => dynoxideOf(folder, engines) };
    },
    stopAll: async (): Promise<void> => {
      for (const engines of started.splice(0)) await engines.stop();
      for (const folder of folders.splice(0)) folder.release();
    },
  };
};

const location = { region: 'eu-central-1', accountId: '123456789012' };

const clientsOf = ({ dynamodbUrl, kinesisUrl }: Engines) => {
  const common = { region: location.region, credentials: localCredentials, maxAttempts: 1 };
  return {
    dynamodb: new DynamoDBClient({ ...common, endpoint: dynamodbUrl }),
    kinesis: new KinesisClient({ ...common, endpoint: kinesisUrl, requestHandler: new NodeHttpHandler() }),
  };
};

const dynoxideOf = (folder: DataFolder, { pid: host }: Engines): number => {
  const recorded: readonly number[] = JSON.parse(readFileSync(folder.inside('engine-processes.json'), 'utf8'));
  return recorded.find((pid) => pid !== host && isAlive(pid)) ?? 0;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Keys, an index and a stream, as the declared tables have them. */
export const table: DeclaredTable = {
  name: 'ledger',
  arn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/ledger',
  streamArn: undefined,
  attributes: [
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'N' },
    { name: 'open', type: 'S' },
  ],
  hashKey: 'pk',
  rangeKey: 'sk',
  indexes: [{ name: 'open', hashKey: 'open', rangeKey: undefined, projectionType: 'ALL' }],
  streamViewType: 'NEW_AND_OLD_IMAGES',
};

/** Writes three new rows in one DynamoDB transaction. */
export const append = (client: DynamoDBClient, id: number) =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [0, 1, 2].map((part) => ({
        Put: {
          TableName: 'ledger',
          Item: { pk: { S: `${id}-${part}` }, sk: { N: '1' }, event: { S: 'x'.repeat(200) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
    }),
  );
