import { bytesOf, bytesOfBase64, hexOf } from '../../domain/audit/log/bytes.ts';
import { verifierKeyName } from '../../domain/audit/log/log-place.ts';
import { keyIdOf, parseNote } from '../../domain/audit/log/signed-note.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { isSignedBy } from '../../functions/runtime/is-signed-by.ts';

/** The keys, as `<name>+<key id>`, whose signatures on a note are good; they are those that the archive keeps. */
export const goodSignatures = async (
  ledger: string,
  note: string,
  archive: Pick<Archive, 'read'>,
): Promise<readonly string[]> => {
  const parsed = parseNote(note);
  const good: string[] = [];
  for (const { name, keyId, signature } of parsed?.signatures ?? []) {
    const id = hexOf(keyId);
    const publicKey = publicKeyIn(await archive.read(verifierKeyName(ledger, id)));
    if (parsed === undefined || publicKey === undefined) continue;
    if (hexOf(keyIdOf(bytesSha256, { name, publicKey })) !== id) continue;
    if (isSignedBy(publicKey, bytesOf(parsed.text), signature)) good.push(`${name}+${id}`);
  }
  return good;
};

/** The key in a verifier key's text, which is `<name>+<key id>+<base64 of its type and its bytes>`. */
const publicKeyIn = (text: string | undefined): Uint8Array | undefined => {
  const [, , ...encoded] = text?.trimEnd().split('+') ?? [];
  const bytes = bytesOfBase64(encoded.join('+'));
  return bytes?.length === 33 ? bytes.subarray(1) : undefined;
};
