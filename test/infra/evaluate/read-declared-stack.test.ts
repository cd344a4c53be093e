import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DeclaredStack } from '../../../infra/local/declared-stack.ts';
import { readDeclaredStack } from '../../../infra/local/evaluate/read-declared-stack.ts';
import type { RecordedResource } from '../../../infra/local/evaluate/recorder.ts';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { declaredDevelopment, evaluationMilliseconds, functionNames } from '../support/declared-quipu.ts';

let run: RecordedRun;
let declared: DeclaredStack;
beforeAll(async () => {
  run = await declaredDevelopment();
  declared = await read(run.resources);
}, evaluationMilliseconds);

const read = (resources: readonly RecordedResource[]): Promise<DeclaredStack> =>
  readDeclaredStack(resources, { stack: 'dev', outputs: run.outputs });

/** The same resources, with the properties of those of one type changed. */
const changed = (type: string, change: Readonly<Record<string, unknown>>): readonly RecordedResource[] =>
  run.resources.map((resource) =>
    resource.type === type ? { ...resource, state: { ...resource.state, ...change } } : resource,
  );

describe('declared stack', () => {
  it('has every table, with its keys, its index and its stream', () => {
    expect(declared.tables.map(({ name }) => name).toSorted()).toEqual(
      ['audit', 'auditor', 'bank', 'keys', 'ledger', 'risk', 'tasks', 'views'].map((name) => `quipu-dev-${name}`),
    );
    expect(declared.tables.find(({ name }) => name === 'quipu-dev-ledger')).toEqual({
      name: 'quipu-dev-ledger',
      arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/quipu-dev-ledger',
      streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/quipu-dev-ledger/stream/2026-01-01T00:00:00.000',
      attributes: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'N' },
      ],
      hashKey: 'pk',
      rangeKey: 'sk',
      indexes: [],
      streamViewType: 'NEW_AND_OLD_IMAGES',
    });
    expect(declared.tables.find(({ name }) => name === 'quipu-dev-views')?.indexes).toEqual([
      { name: 'open', hashKey: 'open', rangeKey: 'due', projectionType: 'ALL' },
    ]);
  });

  it('has the stream of facts and the buckets', () => {
    expect(declared.streams).toEqual([
      { name: 'quipu-dev-facts', arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/quipu-dev-facts', shards: 1 },
    ]);
    expect(declared.buckets.map(({ name }) => name)).toEqual([
      'quipu-dev-archive-000000000000',
      'quipu-dev-parked-000000000000',
    ]);
  });

  it.each([
    [
      'api',
      'ARCHIVE_URL AUDIT_FUNCTION AUDIT_TABLE AUDITOR_TABLE KEYS_TABLE LEDGER_TABLE PARKED_URL PAYOUT_MACHINE_ARN RISK_TABLE ' +
        'TASKS_TABLE TRAIL_MACHINE_ARN VIEWS_TABLE WRAPPING_URL',
    ],
    ['relay', 'FACTS_STREAM PARKED_URL'],
    ['balance', 'PARKED_URL VIEWS_TABLE'],
    ['fraud', 'LEDGER_TABLE PARKED_URL RISK_TABLE'],
    ['audit', 'ARCHIVE_URL AUDIT_TABLE CLOSE_TIME LEDGER_TABLE LOG_NAME PARKED_URL SIGNER_URL WITNESSES'],
    ['saga', 'LEDGER_TABLE RAIL_URL RISK_TABLE TASKS_TABLE'],
    ['sweeper', 'FACTS_STREAM KEYS_TABLE LEDGER_TABLE PAYOUT_MACHINE_ARN VIEWS_TABLE'],
    ['bank', 'BANK_TABLE LEDGER_TABLE TASKS_TABLE'],
    ['auditor', 'ARCHIVE_URL AUDIT_TABLE AUDITOR_TABLE LEDGER_TABLE RISK_TABLE VIEWS_TABLE'],
    ['trail', 'ARCHIVE_URL'],
  ])('gives the function %s its environment and no other', (name, variables) => {
    const { environment } = declared.functions.find((each) => each.name === `quipu-dev-${name}`) ?? {};
    expect(Object.keys(environment ?? {}).toSorted()).toEqual([...variables.split(' '), 'QUIPU_STACK'].toSorted());
    for (const value of Object.values(environment ?? {})) expect(value).not.toBe('');
  });

  it('addresses what it names', () => {
    const { environment } = declared.functions.find(({ name }) => name === 'quipu-dev-saga') ?? {};
    expect(environment?.['RAIL_URL']).toBe('simulated:quipu-dev-bank');
    expect(declared.functions).toHaveLength(functionNames.length);
  });

  it('feeds each function from its own stream', () => {
    const feeds = declared.mappings.map(({ id, functionName, source }) => [id, functionName, source.kind, source.arn]);
    const { streamArn } = declared.tables.find(({ name }) => name === 'quipu-dev-ledger') ?? {};
    expect(feeds).toContainEqual(['relay-mapping', 'quipu-dev-relay', 'dynamodb', streamArn]);
    expect(feeds).toContainEqual(['audit-mapping', 'quipu-dev-audit', 'kinesis', declared.streams[0]?.arn]);
    expect(declared.mappings[0]).toMatchObject({
      batchSize: 100,
      batchingWindowSeconds: 0,
      bisectOnError: true,
      retryAttemptsMaximum: 200,
      recordAgeMaximumSeconds: 21_600,
      reportsBatchItemFailures: true,
      startingPosition: 'TRIM_HORIZON',
      filters: [],
      failureBucketArn: 'arn:aws:s3:::quipu-dev-parked-000000000000',
    });
  });

  it('has the state machines, whose steps call declared functions', () => {
    expect(declared.machines.map(({ name }) => name)).toEqual(['quipu-dev-payout', 'quipu-dev-trail']);
    const functions = 'arn:aws:lambda:us-east-1:000000000000:function:quipu-dev';
    expect(declared.machines[0]?.definition).toContain(`${functions}-saga`);
    expect(declared.machines[1]?.definition).toContain(`${functions}-trail`);
  });

  it('has the schedules, in seconds', () => {
    expect(declared.schedules).toEqual(
      ['audit', 'auditor', 'bank', 'sweeper'].map((name) => ({
        name: `quipu-dev-${name}`,
        everySeconds: 60,
        functionName: `quipu-dev-${name}`,
        input: JSON.stringify({ schedule: name }),
      })),
    );
  });

  it('has the routes with their scopes, and one for everything else', () => {
    const { authorizer, routes } = declared.api;
    expect(authorizer).toEqual({ issuer: 'https://issuer.example', audience: ['quipu'] });
    expect(routes).toContainEqual({
      method: 'POST',
      path: '/v1/holds/{id}/captures',
      functionName: 'quipu-dev-api',
      scopes: ['holds:write'],
    });
    expect(routes).toContainEqual({
      method: 'ANY',
      path: '$default',
      functionName: 'quipu-dev-api',
      scopes: undefined,
    });
  });
});

describe('a program that the local stack could not run', () => {
  it('is refused for a type that nobody has heard of', async () => {
    const unheard = { type: 'aws:sqs/queue:Queue', name: 'queue', id: 'queue', state: {} };
    await expect(read([...run.resources, unheard])).rejects.toThrow('aws:sqs/queue:Queue');
  });

  it.each([
    ['aws:lambda/eventSourceMapping:EventSourceMapping', { tumblingWindowInSeconds: 10 }],
    ['aws:lambda/eventSourceMapping:EventSourceMapping', { parallelizationFactor: 2 }],
    ['aws:dynamodb/table:Table', { billingMode: 'PROVISIONED' }],
    ['aws:dynamodb/table:Table', { ttl: { enabled: true } }],
    ['aws:lambda/function:Function', { runtime: 'nodejs20.x' }],
    ['aws:scheduler/schedule:Schedule', { scheduleExpression: 'cron(0 9 * * ? *)' }],
    ['aws:sfn/stateMachine:StateMachine', { type: 'EXPRESS' }],
    ['aws:apigatewayv2/route:Route', { authorizationType: 'AWS_IAM' }],
    ['aws:apigatewayv2/route:Route', { target: 'integrations/other' }],
  ])('is refused for %s with %j', async (type, change) => {
    await expect(read(changed(type, change))).rejects.toThrow();
  });
});
