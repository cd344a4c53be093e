import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import { declaredProduction, declaredQuipu, evaluationMilliseconds, statesOf } from '../support/declared-quipu.ts';

let production: RecordedRun;
let onOneMachine: RecordedRun;
beforeAll(async () => {
  const settings = {
    protect: 'false',
    alarms: 'false',
    signingKeyFile: 'file:///data/audit-log.pem',
    logName: 'my/log',
  };
  [production, onOneMachine] = await Promise.all([declaredProduction(), declaredQuipu('dev', settings)]);
}, evaluationMilliseconds);

const environmentOf = (run: RecordedRun, functionName: string) =>
  statesOf(run, 'lambda/function:Function').find(({ name }) => name === functionName)?.['environment'];

const signingKeys = (run: RecordedRun) =>
  statesOf(run, 'kms/key:Key').filter(({ keyUsage }) => keyUsage === 'SIGN_VERIFY');

describe('the audit logs', () => {
  it('are signed by a key of KMS for Ed25519, which is not the one that encrypts', () => {
    const [key, ...more] = signingKeys(production);
    expect(more).toEqual([]);
    expect(key).toMatchObject({ customerMasterKeySpec: 'ECC_NIST_EDWARDS25519', deletionWindowInDays: 30 });
    expect(environmentOf(production, 'quipu-prod-audit')).toMatchObject({
      variables: { SIGNER_URL: `kms:${key?.['keyId']}`, LOG_NAME: 'quipu/prod' },
    });
  });

  it('are signed by a key in a file where one is named, and then there is no other', () => {
    expect(signingKeys(onOneMachine)).toEqual([]);
    expect(environmentOf(onOneMachine, 'quipu-dev-audit')).toMatchObject({
      variables: { SIGNER_URL: 'file:///data/audit-log.pem', LOG_NAME: 'my/log' },
    });
  });
});
