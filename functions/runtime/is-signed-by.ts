import { createPublicKey, verify } from 'node:crypto';

/** What every public key of Ed25519 begins with in DER (RFC 8410); its 32 bytes follow. */
const keyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether a signature of a message is good under a public key of 32 bytes. */
export const isSignedBy = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const key = createPublicKey({ key: Buffer.concat([keyPrefix, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
};
