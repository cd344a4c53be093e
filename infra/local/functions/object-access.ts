import type { AccessRequest } from '../../policies/is-allowed.ts';
import { parseObjectPath } from '../buckets/object-path.ts';

/** What IAM has to allow for a request to S3 that names its bucket in the path. */
export const objectAccess = ({ method, path }: { readonly method: string; readonly path: string }): AccessRequest => {
  const { bucket, key, query } = parseObjectPath(path);
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (key === '') return { action: bucketActions[method] ?? `s3:${method}Bucket`, resource: bucketArn };
  const action = objectActions[method] ?? `s3:${method}Object`;
  return { action: query.has('versionId') ? `${action}Version` : action, resource: `${bucketArn}/${key}` };
};

const bucketActions: Readonly<Record<string, string>> = { GET: 's3:ListBucket', HEAD: 's3:ListBucket' };

const objectActions: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};
