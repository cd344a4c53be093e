import type { BucketFiles, StoredObject } from './bucket-files.ts';
import { type S3Answer, s3Document, s3Error, xmlElement } from './s3-answer.ts';

const keysMaximum = 1_000;

/** ListObjectsV2, without the delimiter, which nothing here uses. */
export const listObjects = async (bucket: string, files: BucketFiles, query: URLSearchParams): Promise<S3Answer> => {
  if (query.has('delimiter')) return s3Error(501, 'NotImplemented', 'The local buckets list without a delimiter');
  const prefix = query.get('prefix') ?? '';
  const limit = Math.min(keysMaximum, Number(query.get('max-keys') ?? keysMaximum));
  if (!(Number.isInteger(limit) && limit >= 0)) return s3Error(400, 'InvalidArgument', 'max-keys is a whole number');
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const { listed, isTruncated } = await take(files.list(prefix, after), limit);
  const last = listed.at(-1)?.key ?? after;
  return s3Document(
    'ListBucketResult',
    [
      xmlElement('Name', bucket),
      xmlElement('Prefix', prefix),
      xmlElement('KeyCount', listed.length),
      xmlElement('MaxKeys', limit),
      xmlElement('IsTruncated', isTruncated),
      isTruncated ? xmlElement('NextContinuationToken', Buffer.from(last).toString('base64url')) : '',
      ...listed.map(contentsOf),
    ].join(''),
  );
};

const take = async (objects: AsyncGenerator<StoredObject>, limit: number) => {
  const listed: StoredObject[] = [];
  for await (const object of objects) {
    if (listed.length === limit) return { listed, isTruncated: limit > 0 };
    listed.push(object);
  }
  return { listed, isTruncated: false };
};

const contentsOf = ({ key, bytes, modifiedAt, etag }: StoredObject): string =>
  `<Contents>${[
    xmlElement('Key', key),
    xmlElement('LastModified', modifiedAt.toISOString()),
    xmlElement('ETag', etag),
    xmlElement('Size', bytes),
    xmlElement('StorageClass', 'STANDARD'),
  ].join('')}</Contents>`;
