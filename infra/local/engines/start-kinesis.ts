import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isObject } from '../is-object.ts';
import { DamagedData } from './damaged-data.ts';

export type KinesisEngine = { readonly url: string; readonly stop: () => Promise<void> };

export type KinesisOptions = { readonly folder: string; readonly region: string; readonly accountId: string };

/** Starts kinesalite on a LevelDB folder. Rejects with DamagedData if the folder is not what LevelDB wrote. */
export const startKinesis = async ({ folder, region, accountId }: KinesisOptions): Promise<KinesisEngine> => {
  mkdirSync(folder, { recursive: true });
  const isDurable = await checkLevelDatabase(folder);
  // The engine takes these two from the environment, and makes the ARNs of its streams from them.
  process.env['AWS_REGION'] = region;
  process.env['AWS_ACCOUNT_ID'] = accountId;
  const { default: kinesalite } = await import('kinesalite');
  const server = kinesalite({
    ...(isDurable ? { path: folder } : {}),
    createStreamMs: 0,
    deleteStreamMs: 0,
    updateStreamMs: 0,
    shardLimit: 1_000,
  });
  // Clients keep their connections; one that the engine closes first fails whatever the client was about to send.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The Kinesis engine has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

// kinesalite opens LevelDB on its own and dies of an error there, so it is opened and closed once before.
const checkLevelDatabase = async (folder: string): Promise<boolean> => {
  const leveldown = loadLeveldown();
  if (leveldown === undefined) {
    process.stderr.write(
      'LevelDB is not built for this platform: facts that no consumer has read are lost at a stop.\n',
    );
    return false;
  }
  const database = leveldown(folder);
  await new Promise<void>((resolve, reject) => {
    database.open((error) => {
      if (error) reject(new DamagedData(`The Kinesis engine's files in ${folder} cannot be read`, { cause: error }));
      else database.close(() => resolve());
    });
  });
  return true;
};

type Leveldown = (folder: string) => {
  readonly open: (done: (error?: Error | null) => void) => void;
  readonly close: (done: () => void) => void;
};

// An optional dependency of kinesalite, with ready-made binaries for most platforms.
const loadLeveldown = (): Leveldown | undefined => {
  const require = createRequire(createRequire(import.meta.url).resolve('kinesalite'));
  try {
    return require('leveldown');
  } catch (error) {
    if (isObject(error)) return undefined;
    throw error;
  }
};
