import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DeclaredStack } from '../../../infra/local/declared-stack.ts';
import { readDeclaredStack } from '../../../infra/local/evaluate/read-declared-stack.ts';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { isAllowed } from '../../../infra/policies/is-allowed.ts';
import { declaredProduction, declaredQuipu, evaluationMilliseconds, statesOf } from '../support/declared-quipu.ts';

let production: RecordedRun;
let onOneMachine: RecordedRun;
let declared: DeclaredStack;
beforeAll(async () => {
  const settings = { protect: 'false', alarms: 'false', wrappingKeyFile: 'file:///data/a,b.secret' };
  [production, onOneMachine] = await Promise.all([declaredProduction(), declaredQuipu('dev', settings)]);
  declared = await readDeclaredStack(production.resources, { stack: 'prod', outputs: production.outputs });
}, evaluationMilliseconds);

const wrappingKeys = (run: RecordedRun) =>
  statesOf(run, 'kms/key:Key').filter(({ keyUsage }) => keyUsage === 'ENCRYPT_DECRYPT');
const keysTable = () => statesOf(production, 'dynamodb/table:Table').find(({ name }) => name === 'quipu-prod-keys');
const environmentOf = (run: RecordedRun, name: string) =>
  (statesOf(run, 'lambda/function:Function').find((state) => state['name'] === name)?.['environment'] as {
    readonly variables: Readonly<Record<string, string>>;
  }) ?? { variables: {} };

const whoMay = (action: string, resource: string, context = {}): readonly string[] =>
  declared.functions
    .filter(({ statements }) => isAllowed(statements, { action, resource, context }))
    .map(({ name }) => name.replace('quipu-prod-', ''));

describe('the keys of subjects', () => {
  it('lie in a table that nothing can be brought back from, and that nobody follows', () => {
    const table = keysTable();
    expect(table).toMatchObject({ pointInTimeRecovery: { enabled: false }, deletionProtectionEnabled: true });
    for (const property of ['streamEnabled', 'streamViewType', 'replicas', 'globalSecondaryIndexes'])
      expect(table).not.toHaveProperty(property);
  });

  it('are wrapped by a key of KMS of their own, or by a file where one is named, and then there is no other', () => {
    const [key, ...more] = wrappingKeys(production);
    expect(more).toEqual([]);
    expect(key).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(environmentOf(production, 'quipu-prod-api').variables['WRAPPING_URL']).toBe(`kms:${key?.['keyId']}`);
    expect(wrappingKeys(onOneMachine)).toEqual([]);
    expect(environmentOf(onOneMachine, 'quipu-dev-api').variables['WRAPPING_URL']).toBe('file:///data/a,b.secret');
  });

  it('are wrapped and unwrapped by the API alone, and only for a ledger', () => {
    const arn = String(wrappingKeys(production)[0]?.['arn']);
    for (const action of ['kms:Decrypt', 'kms:Encrypt']) {
      expect(whoMay(action, arn, { 'kms:EncryptionContext:ledger': 'main' })).toEqual(['api']);
      expect(whoMay(action, arn)).toEqual([]);
    }
    for (const action of ['ReEncryptFrom', 'GenerateDataKey', 'CreateGrant', 'PutKeyPolicy', 'ScheduleKeyDeletion'])
      expect(whoMay(`kms:${action}`, arn, { 'kms:EncryptionContext:ledger': 'main' })).toEqual([]);
  });

  it('are made by the API, destroyed by it and by the sweeper, and reached by no other function', () => {
    const arn = String(keysTable()?.['arn']);
    expect(whoMay('dynamodb:PutItem', arn)).toEqual(['api']);
    expect(whoMay('dynamodb:DeleteItem', arn)).toEqual(['api', 'sweeper']);
    expect(whoMay('dynamodb:BatchGetItem', arn)).toEqual(['api', 'sweeper']);
    expect(whoMay('dynamodb:Query', arn)).toEqual(['sweeper']);
    for (const operation of ['UpdateItem', 'Scan', 'BatchWriteItem', 'CreateBackup', 'UpdateContinuousBackups'])
      expect(whoMay(`dynamodb:${operation}`, arn)).toEqual([]);
  });
});
