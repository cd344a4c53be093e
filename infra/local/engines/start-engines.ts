import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beginAgain, type DataFolder } from '../data-folder.ts';
import type { Log } from '../log.ts';
import type { StackLocation } from '../stack-location.ts';
import { StartRefused } from '../start-refused.ts';
import type { ByEngine } from './by-engine.ts';
import { endLeftoverEngines } from './end-leftover-engines.ts';
import type { HostOrder, HostReport } from './host-messages.ts';
import { resolveDynoxide } from './resolve-dynoxide.ts';

/** The databases that the stack runs on, in processes of their own. */
export type Engines = {
  /** Where all tables are found. */
  readonly dynamodbUrl: string;
  /** Of the two engines behind that address; undefined where somebody else's DynamoDB is there. */
  readonly dynamodbEngines: ByEngine<string> | undefined;
  readonly kinesisUrl: string;
  /** The engine host's process id, and that of nobody else's DynamoDB. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
  /** Resolves with the reason if the engines end without having been stopped. */
  readonly failed: Promise<string>;
};

export type EnginesOptions = {
  readonly folder: DataFolder;
  readonly location: StackLocation;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
};

const stopMilliseconds = 8_000;

/** Starts the engines on the data folder. Rejects with StartRefused where a person has to do something about it. */
export const startEngines = async ({ folder, location, environment, log }: EnginesOptions): Promise<Engines> => {
  const processesFile = folder.inside('engine-processes.json');
  await endLeftoverEngines(processesFile, folder.path, log);
  const elsewhere = environment['QUIPU_DYNAMODB_URL'];
  const dynoxide =
    elsewhere === undefined
      ? {
          binary: await resolveDynoxide({ enginesFolder: folder.inside('engines'), environment, log }),
          databaseFiles: {
            withStream: folder.inside('dynamodb', 'with-stream.db'),
            withoutStream: folder.inside('dynamodb', 'without-stream.db'),
          },
        }
      : undefined;
  const host = startHost(folder);
  const order: HostOrder = {
    kind: 'start',
    dynoxide,
    kinesis: { folder: folder.inside('kinesis'), ...location },
    processesFile,
  };
  host.send(order);
  const life = lifeOf(host);
  const { dynamodb, kinesisUrl } = await readiness(host, folder).catch(async (error) => {
    // Whoever tries again on this folder must not meet an engine that still has its files open.
    await life.stop();
    throw error;
  });
  const dynamodbUrl = dynamodb?.url ?? elsewhere;
  if (dynamodbUrl === undefined) throw new Error('The engine host started no DynamoDB engine');
  return { dynamodbUrl, dynamodbEngines: dynamodb?.engines, kinesisUrl, pid: host.pid ?? 0, ...life };
};

const startHost = (folder: DataFolder): ChildProcess => {
  mkdirSync(folder.inside('logs'), { recursive: true });
  const log = openSync(folder.inside('logs', 'engines.log'), 'a');
  const host = fork(fileURLToPath(new URL('./host.ts', import.meta.url)), [folder.path], {
    // In a group of its own, so that a Ctrl-C at the terminal reaches the stack alone, which then stops things in
    // order.
    detached: true,
    execArgv: [],
    env: {},
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return host;
};

const readiness = (host: ChildProcess, folder: DataFolder): Promise<Extract<HostReport, { readonly kind: 'ready' }>> =>
  new Promise((resolve, reject) => {
    const seeLog = `Its log is ${folder.inside('logs', 'engines.log')}.`;
    host.on('message', (report: HostReport) => {
      if (report.kind === 'ready') resolve(report);
      else if (report.damaged)
        reject(new StartRefused(`The data folder ${folder.path} is damaged: ${report.message}. ${beginAgain}`));
      else reject(new StartRefused(`The engines did not start: ${report.message}. ${seeLog} ${beginAgain}`));
    });
    host.once('error', reject);
    host.once('exit', (code, signal) => reject(new Error(`The engine host ended (${signal ?? code}). ${seeLog}`)));
  });

const lifeOf = (host: ChildProcess): Pick<Engines, 'stop' | 'failed'> => {
  let stopping = false;
  const ended = new Promise<string>((resolve) => {
    host.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  return {
    failed: new Promise((resolve) => {
      host.on('message', (report: HostReport) => {
        if (report.kind === 'failed') resolve(report.message);
      });
      ended.then((how) => {
        if (!stopping) resolve(`The engine host ended (${how})`);
      });
    }),
    stop: async () => {
      stopping = true;
      const timer = setTimeout(() => host.kill('SIGKILL'), stopMilliseconds);
      if (host.connected) host.send({ kind: 'stop' } satisfies HostOrder);
      await ended;
      clearTimeout(timer);
    },
  };
};
