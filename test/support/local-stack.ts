import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What `stack.json` says of a running stack, as far as tests use it. */
export type StackFile = {
  readonly endpoints: Readonly<Record<'dynamodb' | 'kinesis' | 'sfn' | 's3' | 'lambda', string>>;
  readonly region: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, { readonly pid?: number }>>;
};

export type LocalStack = {
  readonly url: string;
  readonly token: string;
  readonly dataFolder: string;
  /** Of the stack itself; its engines and functions have processes of their own. */
  readonly pid: number;
  /** Resolves when the stack has ended, however that came. */
  readonly ended: Promise<void>;
  readonly describe: () => StackFile;
  /** Ends every process of the stack at once, as a power cut would. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * The whole stack as `npm start` runs it: in a process group of its own, on a folder of its own or the one given.
 * `onSpawn` hears of the process while it still starts; `environment` is beside that of this process.
 */
export const startLocalStack = async (
  dataFolder?: string,
  onSpawn: (pid: number) => void = () => {},
  environment: Readonly<Record<string, string>> = {},
): Promise<LocalStack> => {
  const folder = dataFolder ?? join(mkdtempSync(join(tmpdir(), 'quipu-stack-')), 'data');
  const words = ['infra/local/main.ts', '--json', '--port', '0', '--data', folder];
  const stack = spawn(process.execPath, words, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const pid = stack.pid ?? 0;
  onSpawn(pid);
  let said = '';
  stack.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-10_000);
  });
  const ended = new Promise<void>((resolve) => stack.once('exit', () => resolve()));
  const ready = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stack.stdout }).once('line', resolve);
    ended.then(() => reject(new Error(`The stack ended before it was ready:\n${said}`)));
  });
  const { url, token } = JSON.parse(ready) as { readonly url: string; readonly token: string };
  const describe = (): StackFile => JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')) as StackFile;
  return {
    url,
    token,
    dataFolder: folder,
    pid,
    ended,
    describe,
    kill: async () => {
      stack.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      stack.kill('SIGTERM');
      await ended;
      if (dataFolder === undefined) rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
};
