import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedRun } from '../../../infra/local/evaluate/run-recorded.ts';
import {
  declaredDevelopment,
  declaredProduction,
  evaluationMilliseconds,
  statesOf,
} from '../support/declared-quipu.ts';

const archive = 'quipu-prod-archive-000000000000';
const parked = 'quipu-prod-parked-000000000000';

let production: RecordedRun;
let development: RecordedRun;
beforeAll(async () => {
  [production, development] = await Promise.all([declaredProduction(), declaredDevelopment()]);
}, evaluationMilliseconds);

const ofBucket = (type: string, bucket: string) =>
  statesOf(production, `s3/${type}`).find((state) => state['bucket'] === bucket);

const denialsOf = (bucket: string) =>
  JSON.parse(String(ofBucket('bucketPolicy:BucketPolicy', bucket)?.['policy'])).Statement;

describe.each([archive, parked])('bucket %s', (bucket) => {
  it('is closed to the public, versioned and encrypted', () => {
    expect(ofBucket('bucketPublicAccessBlock:BucketPublicAccessBlock', bucket)).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(ofBucket('bucketVersioning:BucketVersioning', bucket)).toMatchObject({
      versioningConfiguration: { status: 'Enabled' },
    });
    expect(
      ofBucket('bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', bucket),
    ).toBeDefined();
  });

  it('is reached over TLS only', () => {
    expect(denialsOf(bucket)).toContainEqual({
      Sid: 'OnlyOverTls',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*'],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('is emptied by nobody in production', () => {
    expect(ofBucket('bucket:Bucket', bucket)).toMatchObject({ forceDestroy: false });
  });
});

describe('archive', () => {
  it('is locked for years, beyond the reach of the account in production', () => {
    expect(ofBucket('bucket:Bucket', archive)).toMatchObject({ objectLockEnabled: true });
    expect(ofBucket('bucketObjectLockConfiguration:BucketObjectLockConfiguration', archive)).toMatchObject({
      rule: { defaultRetention: { mode: 'COMPLIANCE', years: 10 } },
    });
    expect(statesOf(development, 's3/bucketObjectLockConfiguration:BucketObjectLockConfiguration')).toMatchObject([
      { rule: { defaultRetention: { mode: 'GOVERNANCE' } } },
    ]);
  });

  it('is written once: what replaces or removes an object is denied to everybody', () => {
    expect(denialsOf(archive)).toMatchObject([
      { Sid: 'OnlyOverTls' },
      { Effect: 'Deny', Principal: '*', Action: ['s3:PutObject'], Condition: { Null: { 's3:if-none-match': 'true' } } },
      { Effect: 'Deny', Principal: '*', Action: expect.arrayContaining(['s3:DeleteObject', 's3:DeleteObjectVersion']) },
    ]);
  });

  it('does not depend on a key that someone can delete', () => {
    expect(
      ofBucket('bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration', archive),
    ).toMatchObject({ rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] });
  });
});

describe('parked records', () => {
  it('are kept for a year, and then expire', () => {
    expect(statesOf(production, 's3/bucketLifecycleConfiguration:BucketLifecycleConfiguration')).toMatchObject([
      { bucket: parked, rules: [{ status: 'Enabled', expiration: { days: 365 } }] },
    ]);
  });
});
