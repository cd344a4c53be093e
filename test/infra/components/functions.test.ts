import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import {
  declaredDevelopment,
  declaredProduction,
  evaluationMilliseconds,
  functionNames,
  statesOf,
} from '../support/declared-quipu.ts';

let production: RecordedRun;
let development: RecordedRun;
beforeAll(async () => {
  [production, development] = await Promise.all([declaredProduction(), declaredDevelopment()]);
}, evaluationMilliseconds);

const functions = () => statesOf(production, 'lambda/function:Function');
const mappings = () => statesOf(production, 'lambda/eventSourceMapping:EventSourceMapping');
const alarms = (run: RecordedRun) => statesOf(run, 'cloudwatch/metricAlarm:MetricAlarm');

describe('every function', () => {
  it('runs on the runtime that the tests run on, on arm64, and is traced', () => {
    expect(functions().map(({ name }) => name)).toEqual(functionNames.map((name) => `quipu-prod-${name}`));
    expect(process.version).toMatch(/^v24\./);
    for (const state of functions()) {
      expect(state).toMatchObject({
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        tracingConfig: { mode: 'Active' },
      });
    }
  });

  it('has a role of its own', () => {
    expect(new Set(functions().map(({ role }) => role)).size).toBe(functionNames.length);
  });

  it('knows its stack', () => {
    for (const state of functions())
      expect(state).toMatchObject({ environment: { variables: { QUIPU_STACK: 'prod' } } });
  });

  it('writes to a log that is declared, and that ends', () => {
    const logs = statesOf(production, 'cloudwatch/logGroup:LogGroup');
    for (const { name, loggingConfig } of functions()) {
      const log = logs.find((state) => state['name'] === `/aws/lambda/${name}`);
      expect(log).toMatchObject({ retentionInDays: 365 });
      expect(loggingConfig).toMatchObject({ logGroup: `/aws/lambda/${name}` });
    }
  });
});

describe('every log', () => {
  it('ends', () => {
    for (const state of statesOf(production, 'cloudwatch/logGroup:LogGroup')) {
      expect(state['retentionInDays']).toBeGreaterThan(0);
    }
  });
});

describe('every event source mapping', () => {
  it('has a function of its own', () => {
    const fed = mappings().map(({ functionName }) => String(functionName).split(':').at(-1));
    expect(fed).toEqual(['audit', 'balance', 'bank', 'fraud', 'relay'].map((name) => `quipu-prod-${name}`));
  });

  it('has none of the defaults that lose, block or repeat for ever', () => {
    for (const state of mappings()) {
      expect(state).toMatchObject({
        startingPosition: 'TRIM_HORIZON',
        bisectBatchOnFunctionError: true,
        functionResponseTypes: ['ReportBatchItemFailures'],
        maximumRetryAttempts: 200,
        maximumRecordAgeInSeconds: 21_600,
        parallelizationFactor: 1,
      });
    }
  });

  it('parks whole records on S3, because a queue would get their addresses only', () => {
    for (const state of mappings()) {
      expect(state).toMatchObject({
        destinationConfig: { onFailure: { destinationArn: 'arn:aws:s3:::quipu-prod-parked-000000000000' } },
      });
    }
  });

  it('passes everything on, except that the relay gets published events only', () => {
    const filtered = mappings().filter((state) => state['filterCriteria'] !== undefined);
    expect(filtered).toHaveLength(1);
    expect(filtered[0]?.['functionName']).toMatch(/quipu-prod-relay$/);
    expect(filtered[0]?.['filterCriteria']).toEqual({
      filters: [{ pattern: '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"published":{"S":["yes"]}}}}' }],
    });
  });
});

describe('alarms', () => {
  it('watch the age of what each stream-fed function has yet to see', () => {
    const watched = alarms(production).filter((state) => state['metricName'] === 'IteratorAge');
    expect(watched.map(({ name }) => name)).toEqual(
      ['audit', 'balance', 'bank', 'fraud', 'relay'].map((name) => `quipu-prod-${name}-iterator-age`),
    );
  });

  it('watch the errors of each function', () => {
    const watched = alarms(production).filter((state) => state['metricName'] === 'Errors');
    expect(watched.map(({ name }) => name)).toEqual(functionNames.map((name) => `quipu-prod-${name}-errors`));
  });

  it('watch what the functions count themselves', () => {
    const own = alarms(production).filter((state) => state['namespace'] === 'Quipu');
    expect(own.map(({ metricName }) => metricName)).toEqual([
      'AccountVersionGaps',
      'AuditFindings',
      'BehindFacts',
      'Gaps',
      'Imbalance',
      'InvariantViolations',
      'Mismatches',
      'ParkedRecords',
      'RefusalsLost',
      'SealingLagSeconds',
      'StuckHolds',
      'StuckTransfers',
      'TransfersNeedRepair',
      'VersionConflicts',
      'WitnessRefusals',
    ]);
    for (const state of own) expect(state).toMatchObject({ dimensions: { Stack: 'prod' } });
  });

  it('are silent where nothing is told, but for what the auditor tells each minute', () => {
    const breaching = alarms(production).filter((state) => state['treatMissingData'] === 'breaching');
    expect(breaching.map(({ metricName, statistic }) => [metricName, statistic])).toEqual([
      ['BehindFacts', 'Minimum'],
      ['Gaps', 'Minimum'],
      ['Imbalance', 'Maximum'],
      ['Mismatches', 'Maximum'],
      ['SealingLagSeconds', 'Minimum'],
    ]);
    expect(breaching.map(({ threshold }) => threshold)).toEqual([50_000, 0, 0, 0, 300]);
    for (const state of alarms(production))
      if (!breaching.includes(state)) expect(state['treatMissingData']).toBe('notBreaching');
  });

  it('watch nothing that no function writes', async () => {
    const written = await readFile(join(import.meta.dirname, '../../../functions/runtime/metrics.ts'), 'utf8');
    for (const { metricName } of alarms(production).filter((state) => state['namespace'] === 'Quipu')) {
      expect(written).toContain(`| '${metricName}'`);
    }
    expect(written).toMatch(/Namespace: 'Quipu', Dimensions: \[\['Stack'\]/);
  });

  it('page someone in production and nobody in development', () => {
    const [topic] = statesOf(production, 'sns/topic:Topic');
    for (const state of alarms(production)) {
      expect(state).toMatchObject({
        actionsEnabled: true,
        alarmActions: [topic?.['arn']],
      });
    }
    for (const state of alarms(development)) expect(state).toMatchObject({ actionsEnabled: false });
    expect(statesOf(production, 'sns/topicSubscription:TopicSubscription')).toMatchObject([
      { protocol: 'email', endpoint: 'ledger@example.com' },
    ]);
  });
});
