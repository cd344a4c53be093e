import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localCredentials } from '../../../../infra/local/aws-credentials.ts';
import { type Buckets, startBuckets } from '../../../../infra/local/buckets/start-buckets.ts';
import { temporaryFolder } from '../start/small-stack.ts';

const folder = temporaryFolder();
let buckets: Buckets;
let client: S3Client;

beforeAll(async () => {
  const declared = ['archive', 'listed'].map((name) => ({ name, arn: `arn:aws:s3:::${name}` }));
  buckets = await startBuckets({ buckets: declared, folder, log: () => undefined });
  client = new S3Client({
    endpoint: buckets.url,
    region: 'eu-central-1',
    credentials: localCredentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await buckets.stop();
});

const put = (Key: string, Body: string | Uint8Array, createOnly = false) =>
  client.send(new PutObjectCommand({ Bucket: 'archive', Key, Body, ...(createOnly ? { IfNoneMatch: '*' } : {}) }));

const get = async (Key: string): Promise<string | undefined> =>
  (await client.send(new GetObjectCommand({ Bucket: 'archive', Key }))).Body?.transformToString();

describe('bucket', () => {
  it('gives back what was put, and the newest of it', async () => {
    await put('facts/0/one.json', '{"a":1}');
    expect(await get('facts/0/one.json')).toBe('{"a":1}');
    await put('facts/0/one.json', '{"a":2}');
    expect(await get('facts/0/one.json')).toBe('{"a":2}');
  });

  it('keeps bytes, empty objects and a megabyte as they are', async () => {
    const bytes = Uint8Array.from({ length: 1_000_000 }, (_, position) => position % 251);
    await put('bytes', bytes);
    const answer = await client.send(new GetObjectCommand({ Bucket: 'archive', Key: 'bytes' }));
    expect(Buffer.from((await answer.Body?.transformToByteArray()) ?? []).equals(Buffer.from(bytes))).toBe(true);
    await put('empty', '');
    expect(await get('empty')).toBe('');
  });

  it('takes keys with anything in them', async () => {
    const keys = ['a', 'a/b', 'a//b', 'a/', '../escape', 'with space+plus%25?&#=é😀', '.hidden', 'x.object/y'];
    for (const key of keys) await put(key, key);
    for (const key of keys) expect(await get(key)).toBe(key);
    expect(existsSync(join(folder, 'escape.object'))).toBe(false);
  });

  it('creates once: of twenty simultaneous writers, one succeeds and the others are told', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) => put('once', `writer ${writer}`, true).then(() => `writer ${writer}`)),
    );
    const won = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    const lost = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.name] : []));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array.from({ length: 19 }, () => 'PreconditionFailed'));
    expect(await get('once')).toBe(won[0]);
  });

  it('says how large an object is, without sending it', async () => {
    await put('sized', 'twelve bytes');
    const { ContentLength, ETag } = await client.send(new HeadObjectCommand({ Bucket: 'archive', Key: 'sized' }));
    expect(ContentLength).toBe(12);
    expect(ETag).toMatch(/^".+"$/);
  });

  it('no longer has what was deleted, and does not mind deleting it again', async () => {
    await put('gone', 'x');
    for (let time = 0; time < 2; time += 1)
      await client.send(new DeleteObjectCommand({ Bucket: 'archive', Key: 'gone' }));
    await expect(get('gone')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    await expect(client.send(new HeadObjectCommand({ Bucket: 'archive', Key: 'gone' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  it('does not exist unless it is declared', async () => {
    await expect(client.send(new GetObjectCommand({ Bucket: 'other', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('refuses a body that arrived otherwise than it was sent', async () => {
    const answer = await fetch(`${buckets.url}/archive/damaged`, {
      method: 'PUT',
      body: 'received',
      headers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<Code>BadDigest</Code>');
  });

  it('refuses what it cannot do, rather than do it by halves', async () => {
    const listing = new ListObjectsV2Command({ Bucket: 'listed', Delimiter: '/' });
    await expect(client.send(listing)).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});

describe('list of a bucket', () => {
  // In the order of UTF-8 bytes: `-` and `.` come before `/`, the emoji after the private-use character.
  const keys = ['a', 'a-b', 'a.b', 'a/b', 'a/b/c', 'a/c', 'b', 'b/\uE000', 'b/😀', 'c'];

  beforeAll(async () => {
    for (const Key of [...keys].reverse())
      await client.send(new PutObjectCommand({ Bucket: 'listed', Key, Body: Key }));
  });

  const list = async (
    more: { Prefix?: string; StartAfter?: string; MaxKeys?: number; ContinuationToken?: string } = {},
  ) => {
    const answer = await client.send(new ListObjectsV2Command({ Bucket: 'listed', ...more }));
    return { listed: (answer.Contents ?? []).map(({ Key = '' }) => Key), next: answer.NextContinuationToken };
  };

  it('has every key in the order of its bytes', async () => {
    expect(await list()).toEqual({ listed: keys, next: undefined });
  });

  it('has the keys that begin with a prefix, which need not end at a slash', async () => {
    expect((await list({ Prefix: 'a/' })).listed).toEqual(['a/b', 'a/b/c', 'a/c']);
    expect((await list({ Prefix: 'a/b' })).listed).toEqual(['a/b', 'a/b/c']);
    expect((await list({ Prefix: 'nothing' })).listed).toEqual([]);
  });

  it.each(keys.map((key, position) => [key, keys.slice(position + 1)] as const))(
    'starts after %s',
    async (key, rest) => {
      expect((await list({ StartAfter: key })).listed).toEqual(rest);
    },
  );

  it('comes in pages that join to the whole', async () => {
    for (const MaxKeys of [1, 3, 10]) {
      const seen: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) });
        expect(page.listed.length).toBeLessThanOrEqual(MaxKeys);
        seen.push(...page.listed);
        ContinuationToken = page.next;
      } while (ContinuationToken !== undefined);
      expect(seen).toEqual(keys);
    }
  });
});
