import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { freePort } from './free-port.ts';
import { indexStreamRecords } from './index-stream-records.ts';

export type Dynoxide = {
  readonly url: string;
  readonly pid: number;
  /** Resolves when it has ended, whether it was asked to or not. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

export type DynoxideOptions = {
  readonly binary: string;
  readonly databaseFile: string;
  /** Told of each process as soon as it exists, before it is ready. */
  readonly onSpawn: (pid: number) => void;
};

const readyMilliseconds = 15_000;
const stopMilliseconds = 5_000;
const portAttemptsMaximum = 5;

/** Starts the DynamoDB engine on its database file, indexed as it should be. Rejects if it does not come up. */
export const startDynoxide = async (options: DynoxideOptions): Promise<Dynoxide> => {
  mkdirSync(dirname(options.databaseFile), { recursive: true });
  if (!existsSync(options.databaseFile)) {
    // The engine makes its own tables when it first opens the file; only then is there something to index.
    const first = await startOnFreePort(options);
    await first.stop();
  }
  indexStreamRecords(options.databaseFile);
  return startOnFreePort(options);
};

// Somebody else may take the port between its choice and its use.
const startOnFreePort = async (options: DynoxideOptions, attempt = 1): Promise<Dynoxide> => {
  try {
    return await start(options, await freePort());
  } catch (error) {
    if (attempt === portAttemptsMaximum || !/address .*in use|EADDRINUSE/i.test(String(error))) throw error;
    return startOnFreePort(options, attempt + 1);
  }
};

const start = async ({ binary, databaseFile, onSpawn }: DynoxideOptions, port: number): Promise<Dynoxide> => {
  const child = spawn(binary, ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', databaseFile], {
    // In a group of its own, so that a Ctrl-C at the terminal reaches the stack alone, which then stops things in
    // order.
    detached: true,
    env: {},
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  if (child.pid !== undefined) onSpawn(child.pid);
  const ended = endOf(child);
  await listening(child, ended);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
      await ended;
      clearTimeout(timer);
    },
  };
};

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });

const listening = (child: ChildProcess, ended: Promise<string>): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => fail(`it was not ready after ${readyMilliseconds / 1000} s`), readyMilliseconds);
    const fail = (reason: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`The DynamoDB engine did not start: ${reason}. ${said.trim()}`));
    };
    ended.then(fail);
    child.stderr?.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      said = `${said}${chunk}`.slice(-4_096);
      if (!said.includes('listening on')) return;
      clearTimeout(timer);
      resolve();
    });
  });
