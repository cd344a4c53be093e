import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Signer } from '../../../domain/ports/signer.ts';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { keySigner } from './key-signer.ts';

/**
 * Signs with the key in a file (PKCS #8, PEM), which only its owner may read. Where there is none, the first to sign
 * makes one; of many at once, one makes it and all use it.
 */
export const fileSigner = (file: string): Signer => {
  let opened: Promise<Signer> | undefined;
  const signer = async (): Promise<Signer> => {
    opened ??= openKey(file).then(keySigner);
    try {
      return await opened;
    } catch (failure) {
      // The next call tries again.
      opened = undefined;
      throw failure;
    }
  };
  return {
    publicKey: async () => (await signer()).publicKey(),
    sign: async (message) => (await signer()).sign(message),
  };
};

const openKey = async (file: string): Promise<KeyObject> => {
  try {
    return await readKey(file);
  } catch (error) {
    if (!isAbsence(error)) throw failureOf(error);
  }
  try {
    await makeKey(file);
    return await readKey(file);
  } catch (error) {
    throw failureOf(error);
  }
};

const readKey = async (file: string): Promise<KeyObject> => {
  const pem = await readFile(file, 'utf8');
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new PermanentFailure(`${file} holds no private key`, { cause });
  }
};

// The key is complete before it gets its name, and a name that is taken is left alone: a half-written or a second key
// would split the log.
const makeKey = async (file: string): Promise<void> => {
  const temporary = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await handle.sync();
    await link(temporary, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await rm(temporary, { force: true });
  }
};

const failureOf = (error: unknown): Error =>
  error instanceof PermanentFailure
    ? error
    : new TransientFailure(`The key's file: ${codeOf(error) ?? String(error)}`, { cause: error });

const isAbsence = (error: unknown): boolean => codeOf(error) === 'ENOENT';

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
