import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { DeclaredBucket } from '../declared-stack.ts';
import { listen } from '../listen.ts';
import type { Log } from '../log.ts';
import { answerObject } from './answer-object.ts';
import { type BucketFiles, bucketFiles } from './bucket-files.ts';
import { listObjects } from './list-objects.ts';
import { parseObjectPath } from './object-path.ts';
import { type S3Answer, s3Error } from './s3-answer.ts';

export type Buckets = {
  readonly url: string;
  /** Stores without going through HTTP, as AWS's own services do. Rejects for a bucket that is not declared. */
  readonly store: (bucketArn: string, key: string, body: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type BucketsOptions = {
  readonly buckets: readonly DeclaredBucket[];
  /** Takes one folder for each bucket. */
  readonly folder: string;
  readonly log: Log;
};

/**
 * Serves the declared buckets from files, to the unmodified S3 client with `forcePathStyle`: put (also create-only),
 * get, head, delete and list. What is not supported is answered with `NotImplemented` rather than done by halves.
 */
export const startBuckets = async ({ buckets, folder, log }: BucketsOptions): Promise<Buckets> => {
  const byName = new Map(
    buckets.map(({ name }) => {
      mkdirSync(join(folder, name), { recursive: true });
      return [name, bucketFiles(join(folder, name))] as const;
    }),
  );
  const server = createServer((request, response) => {
    answerTo(request, byName)
      .catch((error) => {
        log(`The bucket endpoint failed at ${request.method} ${request.url}: ${error}`);
        return s3Error(500, 'InternalError', String(error));
      })
      .then((answer) => send(response, answer, request.method === 'HEAD'));
  });
  // Clients keep their connections; one that is closed from here fails whatever the client was about to send.
  server.keepAliveTimeout = 0;
  const { url, stop } = await listen(server);
  return {
    url,
    stop,
    store: async (bucketArn, key, body) => {
      const files = byName.get(bucketArn.replace('arn:aws:s3:::', ''));
      if (files === undefined) throw new Error(`${bucketArn} is not declared`);
      const outcome = await files.put(key, Buffer.from(body), { createOnly: false });
      if (outcome.code !== 'Stored') throw new Error(`${bucketArn} could not store ${key}: ${outcome.code}`);
    },
  };
};

const answerTo = async (request: IncomingMessage, byName: ReadonlyMap<string, BucketFiles>): Promise<S3Answer> => {
  const body = await buffer(request);
  const { bucket, key, query } = parseObjectPath(request.url ?? '/');
  const files = byName.get(bucket);
  if (files === undefined) return s3Error(404, 'NoSuchBucket', `The bucket ${bucket} is not declared`);
  const unsupported = [...query.keys()].find((name) => !supportedQuery.has(name));
  if (unsupported !== undefined) return s3Error(501, 'NotImplemented', `The local buckets do not know ?${unsupported}`);
  if (key !== '') return answerObject({ method: request.method ?? '', headers: request.headers, key, body, files });
  if (request.method === 'HEAD') return { status: 200 };
  if (request.method === 'GET' && query.get('list-type') === '2') return listObjects(bucket, files, query);
  return s3Error(501, 'NotImplemented', `The local buckets do not know ${request.method} on a bucket`);
};

/** `x-id` names the operation and changes nothing. */
const supportedQuery = new Set([
  'x-id',
  'list-type',
  'prefix',
  'start-after',
  'max-keys',
  'continuation-token',
  'delimiter',
  'encoding-type',
  'fetch-owner',
]);

const send = (response: ServerResponse, { status, headers = {}, body = '' }: S3Answer, isHead: boolean): void => {
  const requestId = crypto.randomUUID();
  response.writeHead(status, {
    'x-amz-request-id': requestId,
    ...(headers['content-length'] === undefined ? { 'content-length': Buffer.byteLength(body) } : {}),
    ...headers,
  });
  response.end(isHead ? undefined : body);
};
