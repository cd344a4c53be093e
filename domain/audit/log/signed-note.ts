import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { base64Of, bytesOf, bytesOfBase64, concatenated, hexOf } from './bytes.ts';

/*
 * Signed notes, after C2SP signed-note v1.0.0: a text that ends a line, an empty line, and a line for each signature.
 */

/** A key as verifiers know it: by name, which is the origin of its log, and by its 32 bytes of Ed25519. */
export type NoteKey = { readonly name: string; readonly publicKey: Uint8Array };

/** A signature line, read: `keyId` is 4 bytes. */
export type NoteSignature = { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array };

export type SignedNote = { readonly text: string; readonly signatures: readonly NoteSignature[] };

const ed25519 = 1;
const keyIdBytes = 4;

/** The key's id; `type` is 1 for the keys of logs. */
export const keyIdOf = (digest: BytesDigest, { name, publicKey }: NoteKey, type: number = ed25519): Uint8Array =>
  digest(concatenated([bytesOf(`${name}\n`), Uint8Array.of(type), publicKey])).subarray(0, keyIdBytes);

/** The key as verifiers are given it: `<name>+<key id>+<base64>`. */
export const verifierKeyOf = (digest: BytesDigest, key: NoteKey, type: number = ed25519): string => {
  const encoded = base64Of(concatenated([Uint8Array.of(type), key.publicKey]));
  return `${key.name}+${hexOf(keyIdOf(digest, key, type))}+${encoded}`;
};

/** A name that a key may have: no spaces, no control characters, no plus. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

export const signatureOf = (digest: BytesDigest, key: NoteKey, signature: Uint8Array): NoteSignature => ({
  name: key.name,
  keyId: keyIdOf(digest, key),
  signature,
});

export const noteTextOf = ({ text, signatures }: SignedNote): string => `${text}\n${signatures.map(lineOf).join('')}`;

/** Reads a note; it says nothing of whether its signatures are good. Undefined for text that is no note. */
export const parseNote = (note: string): SignedNote | undefined => {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined);
  return signatures.length === lines.length ? { text: note.slice(0, at + 1), signatures } : undefined;
};

/** A signature as the line of a note. */
export const lineOf = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${base64Of(concatenated([keyId, signature]))}\n`;

const parseSignature = (line: string): NoteSignature | undefined => {
  const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : bytesOfBase64(encoded);
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length <= keyIdBytes) return undefined;
  return { name, keyId: bytes.subarray(0, keyIdBytes), signature: bytes.subarray(keyIdBytes) };
};
