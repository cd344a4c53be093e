import { randomBytes } from 'node:crypto';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { keyFileText } from '../key-file.ts';
import { openedOnce } from '../opened-once.ts';
import { type KeyWrapping, keyBytes } from './key-wrapping.ts';
import { secretWrapping } from './secret-wrapping.ts';

/**
 * Wraps with the secret in a file (64 hexadecimal digits), which only its owner may read. Where there is none, the
 * first to ask makes one; of many at once, one makes it and all use it.
 */
export const fileWrapping = (file: string): KeyWrapping => {
  const wrapping = openedOnce(async () => secretWrapping(await openSecret(file)));
  return {
    wrap: async (key, context) => (await wrapping()).wrap(key, context),
    unwrap: async (wrapped, context) => (await wrapping()).unwrap(wrapped, context),
  };
};

const openSecret = async (file: string): Promise<Uint8Array> => {
  const text = await keyFileText(file, () => `${randomBytes(keyBytes).toString('hex')}\n`);
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw new PermanentFailure(`${file} holds no secret of 64 hexadecimal digits`);
  return Uint8Array.from(Buffer.from(text.trim(), 'hex'));
};
