import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Signer } from '../../../domain/ports/signer.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { rawPublicKey } from './raw-public-key.ts';

/** Signs with a private key that this process has. Throws PermanentFailure for a key that is not one of Ed25519. */
export const keySigner = (privateKey: KeyObject): Signer => {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519')
    throw new PermanentFailure('Checkpoints are signed with a private key of Ed25519, and this is another kind');
  const publicKey = rawPublicKey(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  return {
    publicKey: async () => publicKey,
    sign: async (message) => Uint8Array.from(sign(null, message, privateKey)),
  };
};
