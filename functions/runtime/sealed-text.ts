import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { SubjectKey } from '../../domain/ports/subject-keys.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';

/** No sealed text is longer. */
export const sealedTextCharactersMaximum = 512;

/** The most bytes of UTF-8 that a value may have. */
export const sealedValueBytesMaximum = 319;

/** A sealed text as it is written: its version, the id of its key, and the rest in base64url. */
export const sealedTextForm = String.raw`slv1\.(sbk_[0-9A-HJKMNP-TV-Z]{26})\.([A-Za-z0-9_-]{123,464})`;
const sealedTextPattern = new RegExp(`^${sealedTextForm}$`);

/** A sealed text that has the right form; whether anything opens it is another matter. */
export type SealedText = { readonly keyId: string; readonly bytes: Uint8Array };

const version = 'slv1';
const nonceBytes = 12;
const tagBytes = 16;
// Values of like length become texts of one length, since what is sealed outlives its key.
const blockBytes = 64;

/** Reads a sealed text; undefined for what is none, be it cut short, of another version or not as it was written. */
export const parseSealedText = (text: string): SealedText | undefined => {
  const [, keyId, sealed] = sealedTextPattern.exec(text) ?? [];
  if (keyId === undefined || sealed === undefined) return undefined;
  const bytes = Uint8Array.from(Buffer.from(sealed, 'base64url'));
  const isWhole = (bytes.length - nonceBytes - tagBytes) % blockBytes === 0;
  // One text for the same bytes: the last character may have bits that count for nothing.
  return isWhole && Buffer.from(bytes).toString('base64url') === sealed ? { keyId, bytes } : undefined;
};

export type ValueToSeal = {
  readonly ledger: string;
  /** At most `sealedValueBytesMaximum` bytes of UTF-8. */
  readonly value: string;
  /** The same value of the same subject gets one text under one key of a request, and another under another. */
  readonly requestKey: string;
};

/** Seals a value: AES-256-GCM, bound to ledger, subject and key. */
export const sealText = ({ ledger, value, requestKey }: ValueToSeal, subjectKey: SubjectKey): string => {
  const nonce = nonceOf(subjectKey, requestKey, value);
  const cipher = createCipheriv('aes-256-gcm', derivedKey(subjectKey, 'seal'), nonce);
  cipher.setAAD(boundTo(ledger, subjectKey));
  const bytes = Buffer.concat([nonce, cipher.update(padded(value)), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${subjectKey.keyId}.${bytes.toString('base64url')}`;
};

/** The value of a sealed text; undefined where it was not sealed so, with this key, for this ledger. */
export const openText = ({ keyId, bytes }: SealedText, ledger: string, subjectKey: SubjectKey): string | undefined => {
  if (keyId !== subjectKey.keyId) return undefined;
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', derivedKey(subjectKey, 'seal'), nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(ledger, subjectKey)).setAuthTag(bytes.subarray(-tagBytes));
  const opened = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return opened.subarray(0, opened.lastIndexOf(endOfValue)).toString();
};

const boundTo = (ledger: string, { keyId, subjectHash }: SubjectKey): Buffer =>
  Buffer.from(canonicalJson({ version, ledger, subject: subjectHash, key: keyId }));

const endOfValue = 0x80;

const padded = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  if (bytes.length > sealedValueBytesMaximum)
    throw new InvariantViolation(`A value of ${bytes.length} bytes is sealed`);
  const block = Buffer.alloc((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  bytes.copy(block);
  block[bytes.length] = endOfValue;
  return block;
};

// Derived and not random, so that a request that is repeated is answered the same without anything being kept of it.
// Two nonces are only ever the same where request and value are, and then so is the text.
const nonceOf = (subjectKey: SubjectKey, requestKey: string, value: string): Buffer =>
  createHmac('sha256', derivedKey(subjectKey, 'nonce'))
    .update(JSON.stringify([requestKey, value]))
    .digest()
    .subarray(0, nonceBytes);

const derivedKey = ({ key }: SubjectKey, purpose: 'seal' | 'nonce'): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `${version} ${purpose}`, 32));
