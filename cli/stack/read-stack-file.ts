import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../domain/shared/json.ts';
import { fieldOf, isJsonObject, textOf } from '../answers/field-of.ts';
import { CommandFailed } from '../command-failed.ts';

/** The services of AWS that the local engines stand in for. */
export type EngineName = 'dynamodb' | 'kinesis' | 'sfn' | 's3' | 'lambda';

/** What a running local stack says of itself in `stack.json` of its data folder. */
export type RunningStack = {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly dataFolder: string;
  readonly region: string;
  readonly endpoints: Readonly<Partial<Record<EngineName, string>>>;
  /** The Pulumi program's outputs. */
  readonly outputs: JsonObject;
};

const engineNames: readonly EngineName[] = ['dynamodb', 'kinesis', 'sfn', 's3', 'lambda'];

/** The stack that runs on a data folder; undefined where none does. Throws CommandFailed where its file is damaged. */
export const readStackFile = async (dataFolder: string): Promise<RunningStack | undefined> => {
  const file = join(dataFolder, 'stack.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const stack = stackOf(text);
  if (stack === undefined) throw new CommandFailed(`${file} is damaged. Stop the stack and start it again.`);
  return isAlive(stack.pid) ? stack : undefined;
};

const stackOf = (text: string): RunningStack | undefined => {
  const parsed = parsedOf(text);
  const pid = fieldOf(parsed, 'pid');
  const outputs = fieldOf(parsed, 'outputs');
  if (typeof pid !== 'number' || textOf(parsed, 'url') === '') return undefined;
  const endpoints = engineNames.map((name) => [name, textOf(parsed, `endpoints.${name}`)] as const);
  return {
    url: textOf(parsed, 'url'),
    token: textOf(parsed, 'token'),
    pid,
    dataFolder: textOf(parsed, 'dataFolder'),
    region: textOf(parsed, 'region'),
    endpoints: Object.fromEntries(endpoints.filter(([, url]) => url !== '')),
    outputs: isJsonObject(outputs) ? outputs : {},
  };
};

const parsedOf = (text: string): Json | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

// A stack that was killed leaves its file behind. Signal 0 asks whether the process is there and sends nothing.
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
