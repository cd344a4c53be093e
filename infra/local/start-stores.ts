import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { localCredentials } from './aws-credentials.ts';
import { type Buckets, startBuckets } from './buckets/start-buckets.ts';
import type { DataFolder } from './data-folder.ts';
import type { DeclaredStack } from './declared-stack.ts';
import { createStreams } from './engines/create-streams.ts';
import { createTables } from './engines/create-tables.ts';
import { type Engines, startEngines } from './engines/start-engines.ts';
import type { Log } from './log.ts';
import type { StackLocation } from './stack-location.ts';
import type { Closing } from './start-closing.ts';

/** Where data is kept: the engines with the declared tables and streams, and the declared buckets. */
export type Stores = { readonly engines: Engines; readonly buckets: Buckets };

export type StoresOptions = {
  readonly declared: DeclaredStack;
  readonly location: StackLocation;
  readonly folder: DataFolder;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly closing: Closing[];
};

export const startStores = async (options: StoresOptions): Promise<Stores> => {
  const { declared, folder, log, closing } = options;
  const engines = await startEngines(options);
  closing.push(engines.stop);
  await createDeclared(engines, options);
  const buckets = await startBuckets({ buckets: declared.buckets, folder: folder.inside('buckets'), log });
  closing.push(buckets.stop);
  return { engines, buckets };
};

const createDeclared = async (engines: Engines, { declared, location }: StoresOptions): Promise<void> => {
  const common = { region: location.region, credentials: localCredentials };
  const dynamodb = new DynamoDBClient({ ...common, endpoint: engines.dynamodbUrl });
  // The Kinesis client's own handler speaks HTTP/2, which the engine does not.
  const kinesis = new KinesisClient({ ...common, endpoint: engines.kinesisUrl, requestHandler: new NodeHttpHandler() });
  try {
    await createTables(dynamodb, declared.tables);
    await createStreams(kinesis, declared.streams);
  } finally {
    dynamodb.destroy();
    kinesis.destroy();
  }
};
