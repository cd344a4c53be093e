import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  GetPublicKeyCommand,
  type KMSClient,
  KMSServiceException,
  NotFoundException,
  SignCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import { PermanentFailure, TransientFailure } from '../../../../domain/shared/failures.ts';
import { fileSigner } from '../../../../functions/adapters/signer/file-signer.ts';
import { keySigner } from '../../../../functions/adapters/signer/key-signer.ts';
import { kmsSigner } from '../../../../functions/adapters/signer/kms-signer.ts';
import { signersAt } from '../../../../functions/adapters/signer/signers-at.ts';
import { signerContract } from '../../../contract/signer.ts';

const freshFile = async (): Promise<string> =>
  join(await mkdtemp(join(tmpdir(), 'quipu-signer-')), 'keys', 'audit.pem');

/** KMS as far as it is asked, with what it was asked. */
const fakeKms = (answer: (input: unknown) => unknown) => {
  const asked: unknown[] = [];
  const send = async (command: { readonly input: unknown }) => {
    asked.push(command);
    return answer(command);
  };
  return { asked, client: { send } as unknown as Pick<KMSClient, 'send'> };
};

const kmsWith = ({ publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }) =>
  fakeKms((command) =>
    command instanceof SignCommand
      ? { Signature: sign(null, command.input.Message ?? new Uint8Array(0), privateKey) }
      : { PublicKey: publicKey.export({ format: 'der', type: 'spki' }) },
  );

signerContract('in a file', async () => fileSigner(await freshFile()));
signerContract('with a key in memory', async () => keySigner(generateKeyPairSync('ed25519').privateKey));
signerContract('at KMS', async () =>
  kmsSigner({ client: kmsWith(generateKeyPairSync('ed25519')).client, keyId: 'key' }),
);

describe('the signer in a file', () => {
  it('makes a key that only its owner may read, once, and finds it again', async () => {
    const file = await freshFile();
    const keys = await Promise.all(Array.from({ length: 8 }, () => fileSigner(file).publicKey()));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(file, '..'))).toEqual(['audit.pem']);
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(await fileSigner(file).publicKey()).toEqual(keys[0]);
  });

  it('never replaces a file that holds no key of its kind', async () => {
    const file = await freshFile();
    await fileSigner(file).publicKey();
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      format: 'pem',
      type: 'pkcs8',
    });
    for (const text of ['', 'no key', other]) {
      await writeFile(file, text);
      await expect(fileSigner(file).sign(new Uint8Array(1))).rejects.toThrow(PermanentFailure);
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  });

  it('tries again where the file could not be read', async () => {
    const file = await freshFile();
    const blocked = join(file, 'below', 'audit.pem');
    await fileSigner(file).publicKey();
    await expect(fileSigner(blocked).publicKey()).rejects.toThrow(TransientFailure);
  });
});

describe('the signer at KMS', () => {
  it('has the whole message signed by Ed25519, and asks for the public key once', async () => {
    const { asked, client } = kmsWith(generateKeyPairSync('ed25519'));
    const signer = kmsSigner({ client, keyId: 'arn:aws:kms:us-east-1:1:key/a' });
    const message = createHash('sha512').update('x').digest();
    await signer.publicKey();
    await signer.publicKey();
    await signer.sign(message);
    expect(asked).toHaveLength(2);
    expect(asked[0]).toBeInstanceOf(GetPublicKeyCommand);
    expect((asked[1] as SignCommand).input).toEqual({
      KeyId: 'arn:aws:kms:us-east-1:1:key/a',
      Message: message,
      MessageType: 'RAW',
      SigningAlgorithm: 'ED25519_SHA_512',
    });
  });

  it('is no signer with a key of another kind', async () => {
    const { client } = kmsWith(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    await expect(kmsSigner({ client, keyId: 'key' }).publicKey()).rejects.toThrow(PermanentFailure);
    await expect(kmsSigner({ client: fakeKms(() => ({})).client, keyId: 'key' }).publicKey()).rejects.toThrow(
      PermanentFailure,
    );
  });

  it('takes no signature that is none', async () => {
    const { client } = fakeKms(() => ({ Signature: new Uint8Array(70) }));
    await expect(kmsSigner({ client, keyId: 'key' }).sign(new Uint8Array(1))).rejects.toThrow(PermanentFailure);
  });

  it('tells what passes from what stays', async () => {
    const failing = (error: Error) =>
      kmsSigner({
        client: fakeKms(() => {
          throw error;
        }).client,
        keyId: 'key',
      }).sign(new Uint8Array(1));
    const metadata = { $metadata: {}, message: 'no' };
    await expect(failing(new NotFoundException(metadata))).rejects.toThrow(PermanentFailure);
    const denied = new KMSServiceException({ ...metadata, name: 'AccessDeniedException', $fault: 'client' });
    await expect(failing(denied)).rejects.toThrow(TransientFailure);
    await expect(failing(new Error('socket'))).rejects.toThrow(TransientFailure);
  });
});

describe('the address of signers', () => {
  it('names a file or a key of KMS, or two while one follows the other', async () => {
    const file = await freshFile();
    const [first, second, ...more] = signersAt(`${pathToFileURL(file).href},kms:abc`);
    expect(await first?.publicKey()).toEqual(await fileSigner(file).publicKey());
    expect(second).toBeDefined();
    expect(more).toEqual([]);
  });

  it.each(['', 'kms:', 'file:relative', 'https://example.com/key', 'kms:a,', '/path'])('refuses %j', (urls) => {
    expect(() => signersAt(urls)).toThrow(PermanentFailure);
  });
});
