import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningStack, type StackOptions, startStack } from '../../../../infra/local/start-stack.ts';
import { smallStack, temporaryFolder } from './small-stack.ts';

const running: RunningStack[] = [];

const start = async (dataFolder: string, more: Partial<StackOptions> = {}): Promise<RunningStack> => {
  const stack = await startStack({
    port: 0,
    dataFolder,
    fresh: false,
    log: () => undefined,
    environment: process.env,
    evaluate: smallStack,
    ...more,
  });
  running.push(stack);
  return stack;
};

afterEach(async () => {
  for (const stack of running.splice(0)) await stack.stop();
});

const writePage = ({ url, token }: RunningStack, id: string, text: string): Promise<Response> =>
  fetch(`${url}/pages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, text }),
  });

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await isSo()) return;
    await pause(25);
  }
  throw new Error('It did not become so');
};

const isKept = (folder: string, id: string) => async (): Promise<boolean> => {
  try {
    return readFileSync(join(folder, 'buckets', 'kept', `${id}.object`), 'utf8') !== '';
  } catch {
    return false;
  }
};

describe('local stack', () => {
  it('runs what is declared, from the HTTP API through both streams to a bucket', async () => {
    const folder = temporaryFolder();
    const stack = await start(folder);

    expect((await writePage(stack, 'one', 'hello')).status).toBe(201);
    expect(await (await fetch(`${stack.url}/pages/one`)).json()).toEqual(['hello']);
    await until(isKept(folder, 'one'));
    expect(readFileSync(join(folder, 'buckets', 'kept', 'one.object'), 'utf8')).toBe('hello');
  }, 30_000);

  it('refuses what has no token, and what is not declared', async () => {
    const { url } = await start(temporaryFolder());
    expect((await fetch(`${url}/pages`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  }, 30_000);

  it('says in a file of its own who and where it is, and takes the file away when it stops', async () => {
    const folder = temporaryFolder();
    const stack = await start(folder);
    const file = join(folder, 'stack.json');
    await writePage(stack, 'one', 'hello');

    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { url, token, pid, outputs, functions, endpoints } = JSON.parse(readFileSync(file, 'utf8'));
    expect({ url, token, pid, outputs }).toEqual({
      url: stack.url,
      token: stack.token,
      pid: process.pid,
      outputs: { tableName: 'pages' },
    });
    expect(functions.pages.pid).toBeGreaterThan(1);
    expect(Object.keys(endpoints).sort()).toEqual(['dynamodb', 'kinesis', 'lambda', 's3', 'sfn']);
    await stack.stop();
    expect(() => statSync(file)).toThrow('ENOENT');
  }, 30_000);

  it('keeps its data over a restart, and begins again when asked to', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await writePage(first, 'one', 'hello');
    await first.stop();

    const second = await start(folder);
    expect(await (await fetch(`${second.url}/pages/one`)).json()).toEqual(['hello']);
    // The token of the first start, because it may be in somebody's shell.
    expect((await writePage({ ...second, token: first.token }, 'two', 'again')).status).toBe(201);
    await second.stop();

    const third = await start(folder, { fresh: true });
    expect(await (await fetch(`${third.url}/pages/one`)).json()).toEqual([]);
  }, 60_000);

  it('is refused on the folder of another stack, which goes on', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await expect(start(folder)).rejects.toThrow(`in use by the stack with process id ${process.pid}`);
    await expect(start(folder, { fresh: true })).rejects.toThrow('in use by');
    expect((await writePage(first, 'one', 'hello')).status).toBe(201);
  }, 30_000);

  it('is refused on a port that is taken, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const folder = temporaryFolder();

    await expect(start(folder, { port })).rejects.toThrow(`Port ${port} is in use by another program`);
    other.close();
    await start(folder, { port });
  }, 30_000);

  it.each([
    ['first dynamodb', join('dynamodb', 'with-stream.db')],
    ['second dynamodb', join('dynamodb', 'without-stream.db')],
    ['kinesis', join('kinesis', 'CURRENT')],
    ['version', 'version.json'],
  ])(
    'says what to do where the %s files are damaged',
    async (_what, file) => {
      const folder = temporaryFolder();
      await (await start(folder)).stop();
      writeFileSync(join(folder, file), 'this is not what was written here');

      await expect(start(folder)).rejects.toThrow(/damaged.*--fresh.*--data/s);
      await start(folder, { fresh: true });
    },
    60_000,
  );
});
