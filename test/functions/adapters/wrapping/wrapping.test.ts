import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DecryptCommand, EncryptCommand, InvalidCiphertextException, type KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { PermanentFailure, TransientFailure } from '../../../../domain/shared/failures.ts';
import { fileWrapping } from '../../../../functions/adapters/wrapping/file-wrapping.ts';
import type { KeyWrapping } from '../../../../functions/adapters/wrapping/key-wrapping.ts';
import { kmsWrapping } from '../../../../functions/adapters/wrapping/kms-wrapping.ts';
import {
  rememberedMaximum,
  rememberedMilliseconds,
  rememberedWrapping,
} from '../../../../functions/adapters/wrapping/remembered-wrapping.ts';
import { secretWrapping } from '../../../../functions/adapters/wrapping/secret-wrapping.ts';
import { wrappingAt } from '../../../../functions/adapters/wrapping/wrapping-at.ts';

const freshFile = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'quipu-wrapping-')), 'keys', 'secret');

/** KMS as far as it is asked: AES-GCM under a key of its own, bound to the encryption context. */
const fakeKms = () => {
  const secret = randomBytes(32);
  const asked: object[] = [];
  const boundTo = (context = {}) => Buffer.from(JSON.stringify(Object.entries(context).sort()));
  const send = async (command: object) => {
    if (command instanceof EncryptCommand) {
      asked.push(command.input);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(boundTo(command.input.EncryptionContext));
      const parts = [nonce, cipher.update(command.input.Plaintext ?? ''), cipher.final(), cipher.getAuthTag()];
      return { CiphertextBlob: Buffer.concat(parts) };
    }
    if (!(command instanceof DecryptCommand)) throw new Error('KMS is asked for something else');
    asked.push(command.input);
    const bytes = command.input.CiphertextBlob ?? new Uint8Array(0);
    const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12));
    decipher.setAAD(boundTo(command.input.EncryptionContext)).setAuthTag(bytes.subarray(-16));
    try {
      return { Plaintext: Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]) };
    } catch {
      throw new InvalidCiphertextException({ $metadata: {}, message: 'no' });
    }
  };
  return { asked, client: { send } as unknown as Pick<KMSClient, 'send'> };
};

const wrappings: readonly (readonly [string, () => Promise<KeyWrapping>])[] = [
  ['with a secret in memory', async () => secretWrapping(randomBytes(32))],
  ['with a secret in a file', async () => fileWrapping(await freshFile())],
  ['at KMS', async () => kmsWrapping({ client: fakeKms().client, keyId: 'key' })],
  ['remembered', async () => rememberedWrapping(secretWrapping(randomBytes(32)), () => 0)],
];

describe.each(wrappings)('wrapping %s', (_, fresh) => {
  const key = Uint8Array.from(randomBytes(32));
  const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const context = { ledger: 'main', subject: 'hash', key: 'sbk_1' };

  it('gives back the key that was wrapped, together with the same words', async () => {
    const wrapping = await fresh();
    const wrapped = await wrapping.wrap(key, context);
    expect(hexOf(wrapped)).not.toContain(hexOf(key));
    expect(await wrapping.unwrap(wrapped, context)).toEqual(key);
    expect(await wrapping.unwrap(wrapped, { key: 'sbk_1', subject: 'hash', ledger: 'main' })).toEqual(key);
  });

  it('gives back nothing for other words, other bytes or another secret', async () => {
    const wrapping = await fresh();
    const wrapped = await wrapping.wrap(key, context);
    const changed = Uint8Array.from(wrapped);
    changed[20] = (changed[20] ?? 0) ^ 1;
    const others = [
      wrapping.unwrap(wrapped, { ...context, ledger: 'other' }),
      wrapping.unwrap(wrapped, { ...context, key: 'sbk_2' }),
      wrapping.unwrap(changed, context),
      wrapping.unwrap(wrapped.subarray(0, -1), context),
      (await fresh()).unwrap(wrapped, context),
    ];
    for (const other of others) await expect(other).rejects.toThrow(PermanentFailure);
  });
});

describe('the secret in a file', () => {
  it('is made once, for its owner alone, and found again', async () => {
    const file = await freshFile();
    const key = randomBytes(32);
    const wrapped = await Promise.all(Array.from({ length: 8 }, () => fileWrapping(file).wrap(key, {})));
    for (const each of wrapped) expect(await fileWrapping(file).unwrap(each, {})).toEqual(Uint8Array.from(key));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(file, '..'))).toEqual(['secret']);
    expect(await readFile(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  });

  it('is never replaced by another where it is none', async () => {
    const file = await freshFile();
    await fileWrapping(file).wrap(randomBytes(32), {});
    await writeFile(file, 'no secret');
    await expect(fileWrapping(file).wrap(randomBytes(32), {})).rejects.toThrow(PermanentFailure);
    expect(await readFile(file, 'utf8')).toBe('no secret');
    await expect(fileWrapping(join(file, 'below')).wrap(randomBytes(32), {})).rejects.toThrow(TransientFailure);
  });
});

describe('wrapping at KMS', () => {
  it('binds to the words as encryption context', async () => {
    const { asked, client } = fakeKms();
    const wrapping = kmsWrapping({ client, keyId: 'arn:key' });
    await wrapping.unwrap(await wrapping.wrap(randomBytes(32), { ledger: 'main' }), { ledger: 'main' });
    expect(asked).toMatchObject([
      { KeyId: 'arn:key', EncryptionContext: { ledger: 'main' } },
      { KeyId: 'arn:key', EncryptionContext: { ledger: 'main' } },
    ]);
  });
});

describe('remembered keys', () => {
  const counted = () => {
    const kms = fakeKms();
    let now = 0;
    const wrapping = rememberedWrapping(kmsWrapping({ client: kms.client, keyId: 'key' }), () => now);
    const asks = () => kms.asked.filter((input) => 'CiphertextBlob' in input).length;
    const pass = (milliseconds: number): void => {
      now += milliseconds;
    };
    return { wrapping, asks, pass };
  };

  it('are unwrapped once a minute, and anew after it', async () => {
    const { wrapping, asks, pass } = counted();
    const wrapped = await wrapping.wrap(randomBytes(32), { ledger: 'main' });
    for (let round = 0; round < 3; round += 1) await wrapping.unwrap(wrapped, { ledger: 'main' });
    expect(asks()).toBe(1);
    pass(rememberedMilliseconds);
    await wrapping.unwrap(wrapped, { ledger: 'main' });
    expect(asks()).toBe(2);
  });

  it('are no more than so many', async () => {
    const { wrapping, asks } = counted();
    const all = await Promise.all(
      Array.from({ length: rememberedMaximum + 1 }, () => wrapping.wrap(randomBytes(32), {})),
    );
    for (const wrapped of all) await wrapping.unwrap(wrapped, {});
    await wrapping.unwrap(all.at(-1) ?? new Uint8Array(0), {});
    expect(asks()).toBe(rememberedMaximum + 1);
    await wrapping.unwrap(all[0] ?? new Uint8Array(0), {});
    expect(asks()).toBe(rememberedMaximum + 2);
  });
});

describe('the address of a wrapping', () => {
  it('names a file or a key of KMS', async () => {
    const file = await freshFile();
    const wrapped = await wrappingAt(pathToFileURL(file).href).wrap(randomBytes(32), {});
    expect(await fileWrapping(file).unwrap(wrapped, {})).toHaveLength(32);
    expect(wrappingAt('kms:abc')).toBeDefined();
  });

  it.each(['', 'kms:', 'file:relative', 'https://example.com/key', '/path'])('refuses %j', (url) => {
    expect(() => wrappingAt(url)).toThrow(PermanentFailure);
  });
});
