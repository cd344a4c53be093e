import { fileURLToPath } from 'node:url';
import { S3Client } from '@aws-sdk/client-s3';
import type { Archive } from '../../../domain/ports/archive.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { fileArchive } from './file-archive.ts';
import { s3Archive } from './s3-archive.ts';

/** The archive that a URL names: `file:///folder` or `s3://bucket/prefix`. Throws PermanentFailure for any other. */
export const archiveAt = (
  url: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Archive => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'file:') return fileArchive(fileURLToPath(parsed));
  if (parsed?.protocol === 's3:' && parsed.hostname !== '') {
    const path = decodeURIComponent(parsed.pathname).replace(/^\/+|\/+$/g, '');
    // An endpoint of one's own seldom has a host name for each bucket.
    const client = new S3Client({ forcePathStyle: environment['AWS_ENDPOINT_URL_S3'] !== undefined });
    return s3Archive({ client, bucket: parsed.hostname, prefix: path === '' ? '' : `${path}/` });
  }
  throw new PermanentFailure(`${url} names no archive: file:///folder or s3://bucket/prefix does`);
};
