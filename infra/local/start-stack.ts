import type { DataFolder } from './data-folder.ts';
import { openDataFolder } from './data-folder.ts';
import type { DeclaredStack } from './declared-stack.ts';
import type { Engines } from './engines/start-engines.ts';
import type { Log } from './log.ts';
import { stackFileName, writeRequestHeaders, writeStackFile } from './stack-file.ts';
import { stackLocation } from './stack-location.ts';
import { type Closing, closeInReverse } from './start-closing.ts';
import { type Services, startServices } from './start-services.ts';
import { startStores } from './start-stores.ts';

export type StackOptions = {
  /** 0 is any free one. */
  readonly port: number;
  readonly dataFolder: string;
  readonly fresh: boolean;
  /** Takes what a person may want to follow; never the answer that a program reads. */
  readonly log: Log;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What to run. Given the address of the issuer whose tokens the API takes. */
  readonly evaluate: (jwtIssuer: string) => Promise<DeclaredStack>;
};

export type RunningStack = {
  readonly url: string;
  readonly token: string;
  readonly dataFolder: string;
  readonly declared: DeclaredStack;
  readonly services: Services;
  /** Resolves with the reason if the stack cannot go on. */
  readonly failed: Promise<string>;
  readonly stop: () => Promise<void>;
};

/**
 * The issuer that local tokens name. It has no port, so that a token stays good when the stack comes back on another
 * one; the API knows its key without fetching it.
 */
export const localIssuer = 'http://127.0.0.1/local-issuer';

/**
 * Starts everything that the program declares, and nothing else. Rejects with StartRefused where a person has to do
 * something about it; whatever had been started by then is stopped.
 */
export const startStack = async (options: StackOptions): Promise<RunningStack> => {
  const closing: Closing[] = [];
  try {
    const folder = openDataFolder({ path: options.dataFolder, fresh: options.fresh });
    closing.push(async () => folder.release());
    return await startIn(folder, options, closing);
  } catch (error) {
    await closeInReverse(closing, options.log);
    throw error;
  }
};

const startIn = async (folder: DataFolder, options: StackOptions, closing: Closing[]): Promise<RunningStack> => {
  const { log } = options;
  // Left by a stack that was killed; nobody should be sent to it.
  folder.remove(stackFileName);
  log('Reading what the program declares');
  const declared = await options.evaluate(localIssuer);
  const location = stackLocation(declared);
  log('Starting the engines');
  const stores = await startStores({ declared, location, folder, environment: options.environment, log, closing });
  log('Starting functions, mappings and the API');
  const services = await startServices({ declared, location, folder, stores, port: options.port, log, closing });
  publish(folder, { declared, services, region: location.region }, closing);
  return {
    url: services.url,
    token: services.token,
    dataFolder: folder.path,
    declared,
    services,
    failed: failureOf(stores.engines),
    stop: () => closeInReverse(closing, log),
  };
};

const failureOf = async (engines: Engines): Promise<string> => `The engines failed: ${await engines.failed}`;

type Published = { readonly declared: DeclaredStack; readonly services: Services; readonly region: string };

// The file is written again when a function gets a process, so that it names those that run.
const publish = (folder: DataFolder, { declared, services, region }: Published, closing: Closing[]): void => {
  const { url, token, endpoints, invoker } = services;
  let isOpen = true;
  const write = (): void => {
    if (!isOpen) return;
    const processIds = invoker.processIds();
    const functions = Object.fromEntries(
      declared.functions.map(({ name }) => {
        const pid = processIds[name];
        return [name, pid === undefined ? {} : { pid }];
      }),
    );
    const { outputs } = declared;
    writeStackFile(folder, {
      url,
      token,
      pid: process.pid,
      dataFolder: folder.path,
      endpoints,
      region,
      outputs,
      functions,
    });
  };
  write();
  writeRequestHeaders(folder, token);
  services.onFunctionStarted(write);
  closing.push(async () => {
    isOpen = false;
    folder.remove(stackFileName);
  });
};
