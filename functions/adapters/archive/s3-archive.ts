import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Archive } from '../../../domain/ports/archive.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { checkedName } from './object-name.ts';

export type S3ArchiveOptions = {
  readonly client: S3Client;
  readonly bucket: string;
  /** What the names of all objects begin with in the bucket: empty, or ending in `/`. */
  readonly prefix: string;
};

/**
 * The archive in an S3 bucket. A put that asks for the key to be free makes an object appear whole or not at all, and
 * never over another; with Object Lock on the bucket, nobody can remove it before its time.
 */
export const s3Archive = ({ client, bucket, prefix }: S3ArchiveOptions): Archive => {
  const keyOf = (name: string): string => `${prefix}${checkedName(name)}`;
  return {
    create: async (name, body) => create(client, { Bucket: bucket, Key: keyOf(name), Body: body }),
    read: async (name) => {
      const body = await read(client, { Bucket: bucket, Key: keyOf(name) });
      return body === undefined ? undefined : Buffer.from(body).toString('utf8');
    },
    readBytes: async (name) => read(client, { Bucket: bucket, Key: keyOf(name) }),
    list: (begin, after, limit) => list({ client, bucket, prefix }, { begin, after, limit }),
    remove: async (name) => {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) });
      try {
        await client.send(command);
      } catch (error) {
        throw failure(error);
      }
    },
  };
};

const create = async (client: S3Client, put: PutObjectCommandInput): Promise<'created' | 'exists'> => {
  try {
    const type = typeof put.Body === 'string' ? 'application/json' : 'application/octet-stream';
    await client.send(new PutObjectCommand({ ...put, ContentType: type, IfNoneMatch: '*' }));
    return 'created';
  } catch (error) {
    if (isTaken(error)) return 'exists';
    throw failure(error);
  }
};

const read = async (client: S3Client, get: GetObjectCommandInput): Promise<Uint8Array | undefined> => {
  try {
    const answer = await client.send(new GetObjectCommand(get));
    return await answer.Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw failure(error);
  }
};

const list = async (
  { client, bucket, prefix }: S3ArchiveOptions,
  { begin, after, limit }: { readonly begin: string; readonly after: string | undefined; readonly limit: number },
): Promise<readonly string[]> => {
  try {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: `${prefix}${begin}`,
        MaxKeys: limit,
        ...(after === undefined ? {} : { StartAfter: `${prefix}${after}` }),
      }),
    );
    return (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key.slice(prefix.length)]));
  } catch (error) {
    throw failure(error);
  }
};

const isTaken = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412;

// Whatever it is, permissions included, it is not the object's fault, and can be put right.
const failure = (error: unknown): TransientFailure =>
  error instanceof Error
    ? new TransientFailure(`S3: ${error.name}: ${error.message}`, { cause: error })
    : new TransientFailure('S3: an unknown error', { cause: error });
