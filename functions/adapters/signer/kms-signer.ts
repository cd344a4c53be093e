import {
  GetPublicKeyCommand,
  type KMSClient,
  KMSInvalidStateException,
  KMSServiceException,
  NotFoundException,
  SignCommand,
} from '@aws-sdk/client-kms';
import type { Signer } from '../../../domain/ports/signer.ts';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
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
      const { Signature } = await asking(() =>
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
  const { PublicKey } = await asking(() => client.send(new GetPublicKeyCommand({ KeyId: keyId })));
  return rawPublicKey(PublicKey ?? new Uint8Array(0));
};

const asking = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (cause) {
    const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw isForGood(cause)
      ? new PermanentFailure(`KMS: ${detail}`, { cause })
      : new TransientFailure(`KMS: ${detail}`, { cause });
  }
};

// Permissions can be put right; a key that is gone, or of another kind, stays so.
const isForGood = (error: unknown): boolean =>
  error instanceof NotFoundException ||
  error instanceof KMSInvalidStateException ||
  (error instanceof KMSServiceException && error.name === 'InvalidKeyUsageException');
