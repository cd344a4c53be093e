import { parseConfiguration } from '../../../infra/configuration.ts';
import { declareQuipu } from '../../../infra/declare-quipu.ts';
import type { RecordedResource } from '../../../infra/local/evaluate/recorder.ts';
import { type RecordedRun, runRecorded } from '../../../infra/local/evaluate/run-recorded.ts';

export const functionNames = ['api', 'audit', 'balance', 'bank', 'fraud', 'relay', 'saga', 'sweeper'] as const;

/** Folders that hold no bundle: what a function does is not looked at where its surroundings are. */
const bundles = Object.fromEntries(functionNames.map((name) => [name, import.meta.dirname]));

const enough = { jwtIssuer: 'https://issuer.example', rail: 'simulated' };

/** What the program declares for a stack with these settings. */
export const declaredQuipu = (stack: string, settings: Readonly<Record<string, string>>): Promise<RecordedRun> =>
  runRecorded({
    stack,
    settings,
    program: async () => ({ ...declareQuipu(parseConfiguration(stack, { ...enough, ...settings }), bundles) }),
  });

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
