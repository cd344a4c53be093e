import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RecordedResource } from '../../../infra/local/evaluate/recorder.ts';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';

const execute = promisify(execFile);

export const functionNames = [
  'api',
  'audit',
  'auditor',
  'balance',
  'bank',
  'fraud',
  'relay',
  'saga',
  'sweeper',
  'trail',
] as const;

/** How long a test may wait for an evaluation on a busy machine; on an idle one it takes a second. */
export const evaluationMilliseconds = 60_000;

const enough = { jwtIssuer: 'https://issuer.example', rail: 'simulated' };

/**
 * What the program declares for a stack with these settings. It is evaluated in a process of its own, where Node loads
 * Pulumi's packages in a fifth of the time that jest takes.
 */
export const declaredQuipu = async (
  stack: string,
  settings: Readonly<Record<string, string>>,
): Promise<RecordedRun> => {
  const program = join(import.meta.dirname, 'print-declared.ts');
  const words = [program, stack, JSON.stringify({ ...enough, ...settings })];
  const { stdout } = await execute(process.execPath, words, { maxBuffer: 16 * 1024 * 1024 });
  return JSON.parse(stdout);
};

export const declaredProduction = (): Promise<RecordedRun> =>
  declaredQuipu('prod', { alarmEmail: 'ledger@example.com', factShards: '2' });

export const declaredDevelopment = (): Promise<RecordedRun> =>
  declaredQuipu('dev', {
    protect: 'false',
    pointInTimeRecovery: 'false',
    alarms: 'false',
    archiveRetentionMode: 'governance',
  });

/** The properties of every resource of a type, such as `dynamodb/table:Table`. Throws where there is none. */
export const statesOf = ({ resources }: RecordedRun, type: string): readonly RecordedResource['state'][] => {
  const found = resources.filter((resource) => resource.type === `aws:${type}`).map(({ state }) => state);
  if (found.length === 0) throw new Error(`Nothing of type ${type} is declared.`);
  return found;
};
