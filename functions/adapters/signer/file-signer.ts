import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Signer } from '../../../domain/ports/signer.ts';
import { PermanentFailure } from '../../../domain/shared/failures.ts';
import { keyFileText } from '../key-file.ts';
import { openedOnce } from '../opened-once.ts';
import { keySigner } from './key-signer.ts';

/**
 * Signs with the key in a file (PKCS #8, PEM), which only its owner may read. Where there is none, the first to sign
 * makes one; of many at once, one makes it and all use it.
 */
export const fileSigner = (file: string): Signer => {
  const signer = openedOnce(async () => keySigner(await openKey(file)));
  return {
    publicKey: async () => (await signer()).publicKey(),
    sign: async (message) => (await signer()).sign(message),
  };
};

const openKey = async (file: string): Promise<KeyObject> => {
  const pem = await keyFileText(file, freshKey);
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new PermanentFailure(`${file} holds no private key`, { cause });
  }
};

const freshKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
