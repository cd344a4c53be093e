import { fileURLToPath } from 'node:url';
import { KMSClient } from '@aws-sdk/client-kms';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { fileWrapping } from './file-wrapping.ts';
import type { KeyWrapping } from './key-wrapping.ts';
import { kmsWrapping } from './kms-wrapping.ts';

/** The wrapping that a URL names: `kms:<key id or ARN>` or `file:///path`. Throws PermanentFailure for any other. */
export const wrappingAt = (url: string): KeyWrapping => {
  if (url.startsWith('kms:') && url.length > 'kms:'.length)
    return kmsWrapping({ client: new KMSClient(), keyId: url.slice('kms:'.length) });
  if (url.startsWith('file:///')) return fileWrapping(fileURLToPath(url));
  throw new PermanentFailure(`${url} names nothing that wraps keys: kms:<key id> or file:///path does`);
};
