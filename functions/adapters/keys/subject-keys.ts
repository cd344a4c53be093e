import { createHmac, randomBytes } from 'node:crypto';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import type { KeyName, SubjectKey, SubjectKeys } from '../../../domain/ports/subject-keys.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { randomId } from '../../runtime/derived-id.ts';
import { type KeyWrapping, keyBytes, type WrappingContext } from '../wrapping/key-wrapping.ts';
import { keyDestructionIn } from './key-destruction.ts';
import { type KeyRow, keyRowKey, type SecretRow, type SubjectRow, secretRowKey, subjectRowKey } from './key-rows.ts';

export type SubjectKeysOptions = {
  readonly rows: Pick<ProjectionStore, 'load' | 'commit' | 'query'>;
  readonly wrapping: KeyWrapping;
};

const attemptsMaximum = 8;

/**
 * The keys of subjects in rows of a table of their own, each wrapped for its ledger, its subject's hash and its id. No
 * row has a subject in it: what leads to one is a hash under a secret of its ledger, which lies wrapped beside them.
 */
export const subjectKeysIn = (options: SubjectKeysOptions): SubjectKeys => {
  const { rows, wrapping } = options;
  const secretOf = rememberedSecrets(options);
  const hashOf = async (ledger: string, words: readonly string[]): Promise<string> =>
    createHmac('sha256', await secretOf(ledger))
      .update(JSON.stringify(words))
      .digest('base64url');
  const subjectHashOf = (ledger: string, subject: string): Promise<string> => hashOf(ledger, ['subject', subject]);
  const rowOf = async (ledger: string, subjectHash: string): Promise<SubjectRow | undefined> =>
    (await rows.load([subjectRowKey(ledger, subjectHash)]))[0]?.body as SubjectRow | undefined;
  const opened = async (ledger: string, subjectHash: string, { keyId, wrapped }: SubjectRow): Promise<SubjectKey> => {
    const key = await wrapping.unwrap(bytesOf(wrapped), contextOf({ ledger, keyId }, subjectHash));
    return { keyId, subjectHash, key };
  };
  return {
    ...keyDestructionIn(rows),
    hashOf,
    keyFor: async (ledger, subject) => {
      const subjectHash = await subjectHashOf(ledger, subject);
      for (let attempt = 1; attempt <= attemptsMaximum; attempt += 1) {
        const row = await rowOf(ledger, subjectHash);
        if (row !== undefined) return opened(ledger, subjectHash, row);
        const made = await makeKey(ledger, subjectHash, options);
        if (made !== undefined) return made;
      }
      throw new TransientFailure('Others kept making and destroying the key of a subject');
    },
    keyIdOf: async (ledger, subject) => (await rowOf(ledger, await subjectHashOf(ledger, subject)))?.keyId,
    find: async (name) => {
      const [key] = await rows.load([keyRowKey(name)]);
      if (key === undefined) return undefined;
      const { subjectHash } = key.body as KeyRow;
      const row = await rowOf(name.ledger, subjectHash);
      return row?.keyId === name.keyId ? opened(name.ledger, subjectHash, row) : undefined;
    },
  };
};

/** A new key, kept; undefined where another was faster. */
const makeKey = async (
  ledger: string,
  subjectHash: string,
  { rows, wrapping }: SubjectKeysOptions,
): Promise<SubjectKey | undefined> => {
  const keyId = randomId('sbk');
  const key = Uint8Array.from(randomBytes(keyBytes));
  const wrapped = textOf(await wrapping.wrap(key, contextOf({ ledger, keyId }, subjectHash)));
  const subjectRow: SubjectRow = { keyId, wrapped };
  const keyRow: KeyRow = { subjectHash };
  const outcome = await rows.commit([
    { key: subjectRowKey(ledger, subjectHash), revision: 0, body: subjectRow },
    { key: keyRowKey({ ledger, keyId }), revision: 0, body: keyRow },
  ]);
  return outcome === 'committed' ? { keyId, subjectHash, key } : undefined;
};

/** The secret of each ledger, made at its first use and for ever the same. */
const rememberedSecrets = ({ rows, wrapping }: SubjectKeysOptions) => {
  const known = new Map<string, Promise<Uint8Array>>();
  const openSecret = async (ledger: string): Promise<Uint8Array> => {
    const context = { ledger, purpose: 'hash' };
    const load = async (): Promise<SecretRow | undefined> =>
      (await rows.load([secretRowKey(ledger)]))[0]?.body as SecretRow | undefined;
    const there = await load();
    if (there !== undefined) return wrapping.unwrap(bytesOf(there.wrapped), context);
    const fresh: SecretRow = { wrapped: textOf(await wrapping.wrap(randomBytes(keyBytes), context)) };
    await rows.commit([{ key: secretRowKey(ledger), revision: 0, body: fresh }]);
    // Whoever was first has made it.
    return wrapping.unwrap(bytesOf(((await load()) ?? fresh).wrapped), context);
  };
  return (ledger: string): Promise<Uint8Array> => {
    const opening = known.get(ledger) ?? openSecret(ledger);
    known.set(ledger, opening);
    // The next call tries again.
    opening.catch(() => known.delete(ledger));
    return opening;
  };
};

const contextOf = ({ ledger, keyId }: KeyName, subjectHash: string): WrappingContext => ({
  ledger,
  subject: subjectHash,
  key: keyId,
});

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
