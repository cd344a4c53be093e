import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Json } from '../../domain/shared/json.ts';
import { textOf } from '../answers/field-of.ts';
import { CommandFailed } from '../command-failed.ts';
import type { Connection } from './find-connection.ts';

/** A stack of its own, on any free port and in a folder that goes with it. */
export type TemporaryStack = {
  readonly connection: Connection;
  readonly dataFolder: string;
  readonly stop: () => Promise<void>;
};

const top = join(import.meta.dirname, '..', '..');
const stopMilliseconds = 15_000;

/** Starts what `npm start` starts, and waits until it is ready. Throws CommandFailed where it does not get so far. */
export const startTemporaryStack = async (): Promise<TemporaryStack> => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'quipu-'));
  const child = spawn(process.execPath, [...(await startScript()), '--json', '--port', '0', '--data', dataFolder], {
    cwd: top,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(dataFolder, { recursive: true, force: true });
  };
  const line = await firstLine(child);
  if (line === undefined) {
    await stop();
    throw new CommandFailed(`The stack did not start:\n${said.join('')}`);
  }
  const ready: Json = JSON.parse(line);
  return { connection: { url: textOf(ready, 'url'), token: textOf(ready, 'token') }, dataFolder, stop };
};

/** The arguments of node in package.json's `start`, so that there is one place that says how a stack is started. */
const startScript = async (): Promise<readonly string[]> => {
  const start = textOf(JSON.parse(await readFile(join(top, 'package.json'), 'utf8')), 'scripts.start');
  const [program, ...words] = start.split(' ');
  if (program !== 'node' || words.length === 0) throw new CommandFailed(`\`npm start\` is not run by node: ${start}`);
  return words;
};

const firstLine = async (child: ChildProcess): Promise<string | undefined> => {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout })) return line;
  return undefined;
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
  await exit;
  clearTimeout(timer);
};
