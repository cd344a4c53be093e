import { fileURLToPath } from 'node:url';
import { KMSClient } from '@aws-sdk/client-kms';
import type { Signer } from '../../../domain/ports/signer.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { fileSigner } from './file-signer.ts';
import { kmsSigner } from './kms-signer.ts';

/**
 * The signers that some URLs name, separated by commas: `kms:<key id or ARN>` or `file:///path`. Two at once are for
 * the time in which verifiers change from one key to the next. Throws PermanentFailure for any other URL.
 */
export const signersAt = (urls: string): readonly Signer[] => {
  const client = new KMSClient();
  return urls.split(',').map((url) => {
    if (url.startsWith('kms:') && url.length > 'kms:'.length) return kmsSigner({ client, keyId: url.slice(4) });
    if (url.startsWith('file:///')) return fileSigner(fileURLToPath(url));
    throw new PermanentFailure(`${url} names no signer: kms:<key id> or file:///path does`);
  });
};
