import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { askingKms } from '../kms-failure.ts';
import { type KeyWrapping, keyBytes } from './key-wrapping.ts';

export type KmsWrappingOptions = {
  readonly client: Pick<KMSClient, 'send'>;
  /** The id or ARN of a symmetric key. */
  readonly keyId: string;
};

/** Wraps with a key that never leaves KMS; the context is KMS's encryption context, which its logs show. */
export const kmsWrapping = ({ client, keyId }: KmsWrappingOptions): KeyWrapping => ({
  wrap: async (key, context) => {
    const command = new EncryptCommand({ KeyId: keyId, Plaintext: key, EncryptionContext: { ...context } });
    const { CiphertextBlob } = await askingKms(() => client.send(command));
    if (CiphertextBlob === undefined) throw new PermanentFailure('KMS wrapped a key and answered nothing');
    return Uint8Array.from(CiphertextBlob);
  },
  unwrap: async (wrapped, context) => {
    const command = new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: { ...context } });
    const { Plaintext } = await askingKms(() => client.send(command));
    if (Plaintext?.length !== keyBytes)
      throw new PermanentFailure(`KMS unwrapped ${Plaintext?.length ?? 0} bytes, not ${keyBytes}`);
    return Uint8Array.from(Plaintext);
  },
});
