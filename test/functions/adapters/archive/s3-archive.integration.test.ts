import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { s3Archive } from '../../../../functions/adapters/archive/s3-archive.ts';
import { type Buckets, startBuckets } from '../../../../infra/local/buckets/start-buckets.ts';
import { archiveContract } from '../../../contract/archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'quipu-buckets-'));
const bucket = { name: 'archive', arn: 'arn:aws:s3:::archive' };
let buckets: Buckets;
let client: S3Client;
let prefixes = 0;

beforeAll(async () => {
  buckets = await startBuckets({ buckets: [bucket], folder, log: () => {} });
  client = new S3Client({
    endpoint: buckets.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    forcePathStyle: true,
  });
});

afterAll(async () => {
  client.destroy();
  await buckets.stop();
  rmSync(folder, { recursive: true, force: true });
});

archiveContract('on S3', async () => s3Archive({ client, bucket: bucket.name, prefix: `run-${prefixes++}/` }));

describe('the archive on S3', () => {
  it('fails for a passing reason where the bucket is missing', async () => {
    const archive = s3Archive({ client, bucket: 'missing', prefix: '' });
    await expect(archive.create('a', 'body')).rejects.toMatchObject({ name: 'TransientFailure' });
    await expect(archive.list('', undefined, 1)).rejects.toMatchObject({ name: 'TransientFailure' });
  });
});
