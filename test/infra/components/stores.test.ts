import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import {
  declaredDevelopment,
  declaredProduction,
  evaluationMilliseconds,
  statesOf,
} from '../support/declared-quipu.ts';

let production: RecordedRun;
let development: RecordedRun;
beforeAll(async () => {
  [production, development] = await Promise.all([declaredProduction(), declaredDevelopment()]);
}, evaluationMilliseconds);

const tables = (run: RecordedRun) => statesOf(run, 'dynamodb/table:Table');
const table = (run: RecordedRun, name: string) => tables(run).find((state) => state['name'] === name);
const encryptionKeys = () => statesOf(production, 'kms/key:Key').filter(({ keyUsage }) => keyUsage === undefined);
const keyArn = () => encryptionKeys()[0]?.['arn'];

describe('event store', () => {
  it('is a table of streams and versions, with no index of any kind', () => {
    expect(table(production, 'quipu-prod-ledger')).toMatchObject({
      hashKey: 'pk',
      rangeKey: 'sk',
      attributes: [
        { name: 'pk', type: 'S' },
        { name: 'sk', type: 'N' },
      ],
    });
    expect(table(production, 'quipu-prod-ledger')).not.toHaveProperty('globalSecondaryIndexes');
    expect(table(production, 'quipu-prod-ledger')).not.toHaveProperty('localSecondaryIndexes');
  });

  it('has a stream of all that is written', () => {
    expect(table(production, 'quipu-prod-ledger')).toMatchObject({
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
    });
  });

  it('forbids everybody, by a policy of the table itself, to rewrite an event', () => {
    const [policy] = statesOf(production, 'dynamodb/resourcePolicy:ResourcePolicy');
    const statements = JSON.parse(String(policy?.['policy'])).Statement;
    expect(policy?.['resourceArn']).toBe(table(production, 'quipu-prod-ledger')?.['arn']);
    expect(statements).toMatchObject([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: expect.arrayContaining(['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem']),
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: ['dynamodb:PutItem'],
        Condition: { StringNotEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' } },
      },
    ]);
  });
});

describe('every table', () => {
  it('is paid for by use, never with capacities', () => {
    for (const state of [...tables(production), ...tables(development)]) {
      expect(state).toMatchObject({ billingMode: 'PAY_PER_REQUEST' });
      expect(state).not.toHaveProperty('readCapacity');
      expect(state).not.toHaveProperty('writeCapacity');
    }
  });

  it('declares exactly the attributes that keys use', () => {
    for (const { hashKey, rangeKey, globalSecondaryIndexes, attributes } of tables(production)) {
      const indexes = [{ hashKey, rangeKey }, ...(Array.isArray(globalSecondaryIndexes) ? globalSecondaryIndexes : [])];
      const used = indexes.flatMap((index) => [index.hashKey, index.rangeKey]);
      const declared = Array.isArray(attributes) ? attributes.map(({ name }) => name) : [];
      expect(declared.toSorted()).toEqual(used.toSorted());
    }
  });

  it('is encrypted with the key of the stack', () => {
    expect(keyArn()).toBeDefined();
    for (const state of tables(production)) {
      expect(state).toMatchObject({ serverSideEncryption: { enabled: true, kmsKeyArn: keyArn() } });
    }
  });

  it('is protected from deletion and, but for keys, recoverable in production, and neither in development', () => {
    for (const state of tables(production)) {
      const enabled = state['name'] !== 'quipu-prod-keys';
      expect(state).toMatchObject({ deletionProtectionEnabled: true, pointInTimeRecovery: { enabled } });
    }
    for (const state of tables(development)) {
      expect(state).toMatchObject({ deletionProtectionEnabled: false, pointInTimeRecovery: { enabled: false } });
    }
  });

  it('has queues only where someone comes back to rows', () => {
    const queued = tables(production).filter((state) => state['globalSecondaryIndexes'] !== undefined);
    expect(queued).toMatchObject([
      {
        name: 'quipu-prod-views',
        globalSecondaryIndexes: [{ name: 'open', hashKey: 'open', rangeKey: 'due', projectionType: 'ALL' }],
      },
    ]);
  });
});

describe('encryption key', () => {
  it('is rotated, and is deleted only after a month of waiting', () => {
    expect(encryptionKeys()).toMatchObject([{ enableKeyRotation: true, deletionWindowInDays: 30 }]);
  });
});

describe('fact stream', () => {
  it('has the shards it is given, is encrypted, and keeps facts for longer than an outage', () => {
    expect(statesOf(production, 'kinesis/stream:Stream')).toMatchObject([
      {
        streamModeDetails: { streamMode: 'PROVISIONED' },
        shardCount: 2,
        retentionPeriod: 168,
        encryptionType: 'KMS',
        kmsKeyId: keyArn(),
      },
    ]);
  });
});
