import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import type { KeyWrapping, WrappingContext } from './key-wrapping.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** Wraps with a secret of 32 bytes that this process has: AES-256-GCM under a random nonce. */
export const secretWrapping = (secret: Uint8Array): KeyWrapping => ({
  wrap: async (key, context) => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(boundTo(context));
    return Uint8Array.from(Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]));
  },
  unwrap: async (wrapped, context) => {
    try {
      const decipher = createDecipheriv('aes-256-gcm', secret, wrapped.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(boundTo(context)).setAuthTag(wrapped.subarray(-tagBytes));
      const key = Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
      return Uint8Array.from(key);
    } catch (cause) {
      throw new PermanentFailure('The key was not wrapped with this secret for this purpose', { cause });
    }
  },
});

const boundTo = (context: WrappingContext): Buffer => Buffer.from(canonicalJson(context));
