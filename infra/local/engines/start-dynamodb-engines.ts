import type { ByEngine } from './by-engine.ts';
import { startDynamodbFront } from './dynamodb-front.ts';
import type { DynamodbAddresses } from './host-messages.ts';
import { type DynoxideOptions, startDynoxide } from './start-dynoxide.ts';

export type DynamodbEngines = {
  readonly addresses: DynamodbAddresses;
  /** Resolves when one of the two has ended, whether it was asked to or not. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

export type DynamodbEnginesOptions = Omit<DynoxideOptions, 'databaseFile'> & {
  readonly databaseFiles: ByEngine<string>;
};

/** Starts both DynamoDB engines, each on its own file, and the front that makes one endpoint of them. */
export const startDynamodbEngines = async ({
  databaseFiles,
  ...options
}: DynamodbEnginesOptions): Promise<DynamodbEngines> => {
  const [withStream, withoutStream] = await Promise.all([
    startDynoxide({ ...options, databaseFile: databaseFiles.withStream }),
    startDynoxide({ ...options, databaseFile: databaseFiles.withoutStream }),
  ]);
  const engines = { withStream: withStream.url, withoutStream: withoutStream.url };
  const front = await startDynamodbFront(engines);
  return {
    addresses: { url: front.url, engines },
    ended: Promise.race([withStream.ended, withoutStream.ended]),
    stop: async () => {
      await Promise.all([withStream.stop(), withoutStream.stop()]);
      await front.stop();
    },
  };
};
