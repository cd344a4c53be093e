import { PermanentFailure } from '../../../domain/shared/failures.ts';

/** What every public key of Ed25519 begins with in DER (RFC 8410); its 32 bytes follow. */
const prefix = Buffer.from('302a300506032b6570032100', 'hex');
const keyBytes = 32;

/** The 32 bytes of a public key in DER. Throws PermanentFailure for one that is not of Ed25519. */
export const rawPublicKey = (der: Uint8Array): Uint8Array => {
  if (der.length !== prefix.length + keyBytes || prefix.compare(der.subarray(0, prefix.length)) !== 0)
    throw new PermanentFailure('The public key is not one of Ed25519');
  return Uint8Array.from(der.subarray(prefix.length));
};
