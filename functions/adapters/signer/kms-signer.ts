import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Signer } from '../../../domain/ports/signer.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { askingKms } from '../kms-failure.ts';
import { rawPublicKey } from './raw-public-key.ts';

export type KmsSignerOptions = {
  readonly client: Pick<KMSClient, 'send'>;
  /** The id or ARN of a key with the specification ECC_NIST_EDWARDS25519. */
  readonly keyId: string;
};

/** Signs with a key that never leaves KMS. */
export const kmsSigner = ({ client, keyId }: KmsSignerOptions): Signer => {
  let known: Uint8Array | undefined;
  return {
    publicKey: async () => {
      known ??= await publicKeyOf({ client, keyId });
      return known;
    },
    sign: async (message) => {
      const { Signature } = await askingKms(() =>
        client.send(
          // RAW: KMS hashes as Ed25519 itself does. With a digest it would be Ed25519ph, which no verifier here takes.
          new SignCommand({
            KeyId: keyId,
            Message: message,
            MessageType: 'RAW',
            SigningAlgorithm: 'ED25519_SHA_512',
          }),
        ),
      );
      if (Signature?.length !== signatureBytes)
        throw new PermanentFailure(`KMS signed with ${Signature?.length ?? 0} bytes, not ${signatureBytes}`);
      return Uint8Array.from(Signature);
    },
  };
};

const signatureBytes = 64;

const publicKeyOf = async ({ client, keyId }: KmsSignerOptions): Promise<Uint8Array> => {
  const { PublicKey } = await askingKms(() => client.send(new GetPublicKeyCommand({ KeyId: keyId })));
  return rawPublicKey(PublicKey ?? new Uint8Array(0));
};
