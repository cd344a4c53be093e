import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './small-stack.ts';

type Started = {
  readonly program: ChildProcess;
  readonly url: string;
  readonly token: string;
  /** Everything that was started beside the program: engines and the functions' processes. */
  readonly others: readonly number[];
};

const programs: ChildProcess[] = [];

afterEach(() => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
});

const start = async (folder: string): Promise<Started> => {
  const program = spawn(process.execPath, [fileURLToPath(new URL('./run-small-stack.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  programs.push(program);
  const line = await new Promise<string>((resolve, reject) => {
    program.once('exit', (code) => reject(new Error(`The stack ended with ${code}`)));
    createInterface(program.stdout).once('line', resolve);
  });
  const { url, token, workers } = JSON.parse(line);
  const engines = JSON.parse(readFileSync(join(folder, 'engine-processes.json'), 'utf8'));
  return { program, url, token, others: [...engines.filter(isAlive), ...Object.values<number>(workers)] };
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const untilGone = async (pids: readonly number[]): Promise<void> => {
  for (let attempt = 0; attempt < 200 && pids.some(isAlive); attempt += 1) await pause(25);
  expect(pids.filter(isAlive)).toEqual([]);
};

const killAbruptly = async ({ program }: Started): Promise<void> => {
  const ended = new Promise((resolve) => program.once('exit', resolve));
  program.kill('SIGKILL');
  await ended;
};

const writePage = async ({ url, token }: Started, id: string): Promise<void> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/pages`, { method: 'POST', headers, body: JSON.stringify({ id, text: 'kept' }) });
  expect(answer.status).toBe(201);
};

describe('local stack that is killed', () => {
  it('takes its engines and functions with it', async () => {
    const started = await start(temporaryFolder());
    // The engine host, the two DynamoDB engines and one function.
    expect(started.others).toHaveLength(4);
    await killAbruptly(started);
    await untilGone(started.others);
  }, 30_000);

  it('loses nothing that was answered, and leaves a folder that the next one takes over', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await writePage(first, 'one');
    await killAbruptly(first);

    const second = await start(folder);
    expect(await (await fetch(`${second.url}/pages/one`)).json()).toEqual(['kept']);
  }, 30_000);

  it('has DynamoDB engines that outlived even their host ended by the next start', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    const [host = 0] = first.others;
    await writePage(first, 'one');
    // Stopped, the host cannot notice that its stack is gone, as if it had been killed first.
    process.kill(host, 'SIGSTOP');
    await killAbruptly(first);
    expect(first.others.slice(0, 3).every(isAlive)).toBe(true);

    const second = await start(folder);
    await untilGone(first.others);
    expect(await (await fetch(`${second.url}/pages/one`)).json()).toEqual(['kept']);
  }, 30_000);
});
