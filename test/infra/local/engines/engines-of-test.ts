import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { localCredentials } from '../../../../infra/local/aws-credentials.ts';
import { type DataFolder, openDataFolder } from '../../../../infra/local/data-folder.ts';
import type { DeclaredTable } from '../../../../infra/local/declared-stack.ts';
import type { ByEngine } from '../../../../infra/local/engines/by-engine.ts';
import { type Engines, startEngines } from '../../../../infra/local/engines/start-engines.ts';
import { temporaryFolder } from '../start/small-stack.ts';

export type StartedEngines = {
  readonly engines: Engines;
  readonly dynamodb: DynamoDBClient;
  readonly kinesis: KinesisClient;
  /** The processes of the DynamoDB engines, which are not that of their host. */
  readonly dynoxides: () => ByEngine<number>;
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
      return { engines, ...clientsOf(engines), dynoxides: () => dynoxidesOf(folder, engines) };
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

const dynoxidesOf = (folder: DataFolder, { pid: host }: Engines): ByEngine<number> => {
  const recorded: readonly number[] = JSON.parse(readFileSync(folder.inside('engine-processes.json'), 'utf8'));
  const on = (file: string): number =>
    recorded.find((pid) => pid !== host && commandLine(pid).includes(folder.inside('dynamodb', file))) ?? 0;
  return { withStream: on('with-stream.db'), withoutStream: on('without-stream.db') };
};

const commandLine = (pid: number): string => {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
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

/** A table of views: it has no stream. */
export const views: DeclaredTable = {
  ...table,
  name: 'views',
  indexes: [],
  streamViewType: undefined,
  attributes: table.attributes.slice(0, 2),
};

/** Writes three new rows in one DynamoDB transaction. */
export const append = (client: DynamoDBClient, id: number, TableName = 'ledger') =>
  client.send(
    new TransactWriteItemsCommand({
      TransactItems: [0, 1, 2].map((part) => ({
        Put: {
          TableName,
          Item: { pk: { S: `${id}-${part}` }, sk: { N: '1' }, event: { S: 'x'.repeat(200) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
    }),
  );
