import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import type { BucketFiles, StoredObject } from './bucket-files.ts';
import { hidesMissingHeader } from './hides-missing-header.ts';
import { type S3Answer, s3Error } from './s3-answer.ts';

export type ObjectRequest = {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly key: string;
  readonly body: Buffer;
  readonly files: BucketFiles;
};

/** Answers a request for one object. */
export const answerObject = async (request: ObjectRequest): Promise<S3Answer> => {
  const { method, key, files } = request;
  switch (method) {
    case 'PUT':
      return put(request);
    case 'GET': {
      const found = await files.get(key);
      return found === undefined
        ? missing(request)
        : { status: 200, headers: headersOf(found.object), body: found.body };
    }
    case 'HEAD': {
      const found = await files.head(key);
      return found === undefined ? missing(request) : { status: 200, headers: headersOf(found) };
    }
    case 'DELETE':
      await files.remove(key);
      return { status: 204 };
    default:
      return s3Error(501, 'NotImplemented', `The local buckets do not know ${method} on an object`);
  }
};

const put = async ({ headers, key, body, files }: ObjectRequest): Promise<S3Answer> => {
  if (headers['content-encoding']?.includes('aws-chunked') === true)
    return s3Error(501, 'NotImplemented', 'The local buckets take a body whose length is known, not a stream');
  if (headers['x-amz-copy-source'] !== undefined)
    return s3Error(501, 'NotImplemented', 'The local buckets do not copy');
  const createOnly = headers['if-none-match'] === '*';
  if (!createOnly && (headers['if-none-match'] ?? headers['if-match']) !== undefined)
    return s3Error(501, 'NotImplemented', 'The only condition that the local buckets know is If-None-Match: *');
  if (!matchesChecksum(headers, body)) return s3Error(400, 'BadDigest', 'The CRC32 you specified did not match');
  const outcome = await files.put(key, body, { createOnly });
  switch (outcome.code) {
    case 'Stored':
      return { status: 200, headers: { etag: outcome.etag } };
    case 'Exists':
      return s3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    case 'KeyTooLong':
      return s3Error(400, 'KeyTooLongError', 'A segment of the key is too long for a file name');
  }
};

const matchesChecksum = (headers: IncomingHttpHeaders, body: Buffer): boolean => {
  const declared = headers['x-amz-checksum-crc32'];
  if (typeof declared !== 'string') return true;
  const actual = Buffer.alloc(4);
  actual.writeUInt32BE(crc32(body));
  return actual.toString('base64') === declared;
};

const headersOf = ({ bytes, modifiedAt, etag }: StoredObject): Readonly<Record<string, string>> => ({
  'content-type': 'application/octet-stream',
  'content-length': String(bytes),
  'last-modified': modifiedAt.toUTCString(),
  etag,
});

const missing = ({ headers }: ObjectRequest): S3Answer =>
  headers[hidesMissingHeader] === undefined
    ? s3Error(404, 'NoSuchKey', 'The specified key does not exist.')
    : s3Error(403, 'AccessDenied', 'Access Denied');
