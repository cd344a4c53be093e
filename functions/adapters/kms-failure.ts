import {
  InvalidCiphertextException,
  KMSInvalidStateException,
  KMSServiceException,
  NotFoundException,
} from '@aws-sdk/client-kms';
import { PermanentFailure, TransientFailure } from '../../domain/shared/failures.ts';

/** What KMS answers, with its errors as failures. */
export const askingKms = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (cause) {
    const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw isForGood(cause)
      ? new PermanentFailure(`KMS: ${detail}`, { cause })
      : new TransientFailure(`KMS: ${detail}`, { cause });
  }
};

// Permissions can be put right; a key that is gone, or of another kind, and what it never encrypted, stay so.
const isForGood = (error: unknown): boolean =>
  error instanceof NotFoundException ||
  error instanceof KMSInvalidStateException ||
  error instanceof InvalidCiphertextException ||
  (error instanceof KMSServiceException && error.name === 'InvalidKeyUsageException');
