import { bytesOf, bytesOfBase64, hexOf } from '../../domain/audit/log/bytes.ts';
import { checkpointText } from '../../domain/audit/log/checkpoint.ts';
import { checkpointName, type LogRow, originOf, verifierKeyName } from '../../domain/audit/log/log-place.ts';
import {
  keyIdOf,
  type NoteKey,
  type NoteSignature,
  noteTextOf,
  parseNote,
  signatureOf,
  verifierKeyOf,
} from '../../domain/audit/log/signed-note.ts';
import { rootOfEdge } from '../../domain/audit/log/tree-edge.ts';
import type { TreeHash } from '../../domain/audit/log/tree-hash.ts';
import type { Signer } from '../../domain/ports/signer.ts';
import { InvariantViolation, PermanentFailure } from '../../domain/shared/failures.ts';
import type { SealOptions } from './seal-log.ts';
import { writeOnce } from './write-once.ts';

type Sealed = { readonly size: number; readonly root: TreeHash };

/**
 * Signs a checkpoint and writes it, with the keys that verify it. One of that size that is there already must say the
 * same, by whichever keys it was signed.
 */
export const writeCheckpoint = async (ledger: string, sealed: Sealed, options: SealOptions): Promise<void> => {
  const { archive, digest, signers, logName } = options;
  if (signers.length === 0) throw new PermanentFailure('A checkpoint without a signature proves nothing');
  const name = originOf(logName, ledger);
  const text = checkpointText({ origin: name, ...sealed });
  const signatures: NoteSignature[] = [];
  for (const signer of signers) {
    const key: NoteKey = { name, publicKey: await signer.publicKey() };
    await writeOnce(verifierKeyName(ledger, hexOf(keyIdOf(digest, key))), `${verifierKeyOf(digest, key)}\n`, options);
    signatures.push(await signatureBy(signer, { key, text }, options));
  }
  const object = checkpointName(ledger, sealed.size);
  if ((await archive.create(object, noteTextOf({ text, signatures }))) === 'exists')
    await requireCheckpoint(object, text, options);
};

/** The hashes of an edge of which a checkpoint was written. Throws InvariantViolation where none was, or of another. */
export const checkedCheckpoint = async (
  ledger: string,
  { size, edge }: Pick<LogRow, 'size' | 'edge'>,
  options: SealOptions,
): Promise<readonly TreeHash[]> => {
  const hashes = edge.map((text) => bytesOfBase64(text) ?? new Uint8Array(0));
  const root = rootOfEdge(options.digest, { size, hashes });
  const text = checkpointText({ origin: originOf(options.logName, ledger), size, root });
  await requireCheckpoint(checkpointName(ledger, size), text, options);
  return hashes;
};

const signatureBy = async (
  signer: Signer,
  { key, text }: { readonly key: NoteKey; readonly text: string },
  { digest }: SealOptions,
): Promise<NoteSignature> => signatureOf(digest, key, await signer.sign(bytesOf(text)));

const requireCheckpoint = async (object: string, text: string, { archive }: SealOptions): Promise<void> => {
  const there = await archive.read(object);
  if (there === undefined) throw new InvariantViolation(`${object} was written and is not there`);
  if (parseNote(there)?.text !== text)
    throw new InvariantViolation(`${object} says otherwise than the log: it was not written by it`);
};
