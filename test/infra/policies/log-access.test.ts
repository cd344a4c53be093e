import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DeclaredStack } from '../../../infra/local/declared-stack.ts';
import { readDeclaredStack } from '../../../infra/local/evaluate/read-declared-stack.ts';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { isAllowed } from '../../../infra/policies/is-allowed.ts';
import { declaredProduction, evaluationMilliseconds, statesOf } from '../support/declared-quipu.ts';

let production: RecordedRun;
let declared: DeclaredStack;
beforeAll(async () => {
  production = await declaredProduction();
  declared = await readDeclaredStack(production.resources, { stack: 'prod', outputs: production.outputs });
}, evaluationMilliseconds);

const whoMay = (action: string, resource: string, context = {}): readonly string[] =>
  declared.functions
    .filter(({ statements }) => isAllowed(statements, { action, resource, context }))
    .map(({ name }) => name.replace('quipu-prod-', ''));

describe('the audit logs', () => {
  it('are written by audit, and read by the API and by whoever makes trails of them', () => {
    const archive = 'arn:aws:s3:::quipu-prod-archive-000000000000/facts';
    expect(whoMay('s3:PutObject', `${archive}/log/main/checkpoint/1`)).toEqual(['audit']);
    expect(whoMay('s3:GetObject', `${archive}/log/main/checkpoint/1`)).toEqual(['api', 'audit', 'trail']);
    expect(whoMay('s3:GetObject', `${archive}/facts/main/000000000001.ndjson`)).toEqual(['api', 'audit', 'auditor']);
  });

  it('are made trails of, which the API asks for and reads', () => {
    const archive = 'arn:aws:s3:::quipu-prod-archive-000000000000/facts';
    expect(whoMay('s3:PutObject', `${archive}/trails/requests/trl_1.json`)).toEqual(['api', 'audit', 'trail']);
    expect(whoMay('s3:PutObject', `${archive}/trails/trl_1/manifest.json`)).toEqual(['audit', 'trail']);
    expect(whoMay('s3:GetObject', `${archive}/trails/trl_1/manifest.json`)).toEqual(['api', 'audit', 'trail']);
    expect(whoMay('s3:GetObject', `${archive}/texts/main/1.json`)).toEqual(['api', 'audit', 'auditor', 'trail']);
    const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:quipu-prod-trail';
    const execution = machine.replace(':stateMachine:', ':execution:');
    expect(whoMay('states:StartExecution', machine)).toEqual(['api']);
    expect(whoMay('states:DescribeExecution', `${execution}:trl_1`)).toEqual(['api']);
    expect(whoMay('states:StopExecution', `${execution}:trl_1`)).toEqual([]);
  });

  it('are signed by audit alone, and in no other way than checkpoints are', () => {
    const [key] = statesOf(production, 'kms/key:Key').filter(({ keyUsage }) => keyUsage === 'SIGN_VERIFY');
    const arn = String(key?.['arn']);
    expect(whoMay('kms:Sign', arn, { 'kms:SigningAlgorithm': 'ED25519_SHA_512' })).toEqual(['audit']);
    expect(whoMay('kms:Sign', arn, { 'kms:SigningAlgorithm': 'ED25519_PH_SHA_512' })).toEqual([]);
    expect(whoMay('kms:GetPublicKey', arn)).toEqual(['audit']);
    for (const action of ['Decrypt', 'DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy', 'CreateGrant'])
      expect(whoMay(`kms:${action}`, arn)).toEqual([]);
  });
});
