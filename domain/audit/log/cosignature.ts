import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { areSame, bytesOf, bytesOfBase64, concatenated, hexOf } from './bytes.ts';
import { keyIdOf, type NoteKey, type NoteSignature, parseNote } from './signed-note.ts';

/*
 * What witnesses sign, after C2SP tlog-cosignature v1 with Ed25519 (type 0x04): that at a time, a checkpoint was the
 * newest of its log that they had seen, and that it continued all they had seen before.
 */

/** A cosignature, read: `timestamp` is in seconds since 1970, `signature` 64 bytes. */
export type Cosignature = { readonly timestamp: bigint; readonly signature: Uint8Array };

/** The type of a witness's key, which its key id is over. */
export const cosignatureType = 4;

const publicKeyBytes = 32;
const timestampBytes = 8;
const signatureBytes = 64;

/** Reads a witness's verifier key, `<name>+<key id>+<base64>`. Undefined for text that is none, or of another type. */
export const parseWitnessKey = (digest: BytesDigest, text: string): NoteKey | undefined => {
  const [, name, keyId, encoded] = /^([^\s+\p{Cc}]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : bytesOfBase64(encoded);
  if (name === undefined || bytes === undefined || bytes.length !== publicKeyBytes + 1) return undefined;
  const key = { name, publicKey: bytes.subarray(1) };
  const isRight = bytes[0] === cosignatureType && hexOf(keyIdOf(digest, key, cosignatureType)) === keyId;
  return isRight ? key : undefined;
};

/** The signatures in a witness's answer, one a line. Undefined for an answer that is not made of them. */
export const parseSignatureLines = (answer: string): readonly NoteSignature[] | undefined =>
  parseNote(`\n\n${answer}`)?.signatures;

/** The cosignature of a key, from a signature line of that key. Undefined for a line of another. */
export const cosignatureOf = (digest: BytesDigest, key: NoteKey, line: NoteSignature): Cosignature | undefined => {
  const { name, keyId, signature: bytes } = line;
  if (name !== key.name || !areSame(keyId, keyIdOf(digest, key, cosignatureType))) return undefined;
  if (bytes.length !== timestampBytes + signatureBytes) return undefined;
  const timestamp = BigInt(`0x${hexOf(bytes.subarray(0, timestampBytes))}`);
  return timestamp < 2n ** 63n ? { timestamp, signature: bytes.subarray(timestampBytes) } : undefined;
};

/** The bytes that a witness signs: of the checkpoint's note, its text without signatures. */
export const cosignedMessage = (timestamp: bigint, checkpointText: string): Uint8Array =>
  bytesOf(`cosignature/v1\ntime ${timestamp}\n${checkpointText}`);

/** The signature of a line that cosigns, before its key id is put before it. */
export const timestamped = ({ timestamp, signature }: Cosignature): Uint8Array => {
  const seconds = new Uint8Array(timestampBytes);
  new DataView(seconds.buffer).setBigUint64(0, timestamp);
  return concatenated([seconds, signature]);
};
