import { bytesOf, hexOf } from '../../../domain/audit/log/bytes.ts';
import { cosignatureOf, cosignedMessage, parseSignatureLines } from '../../../domain/audit/log/cosignature.ts';
import { cosignatureName, type WitnessRow, witnessKey } from '../../../domain/audit/log/log-place.ts';
import { lineOf, type NoteKey, parseNote } from '../../../domain/audit/log/signed-note.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { isSignedBy } from '../../runtime/is-signed-by.ts';
import type { LogReader, SealedCheckpoint } from '../../runtime/read-log.ts';
import type { AddCheckpoint, WitnessAnswer } from './add-checkpoint.ts';

export type KnownWitness = { readonly url: string; readonly key: NoteKey };

export type AskOptions = {
  readonly store: Pick<ProjectionStore, 'load' | 'commit'>;
  readonly archive: Pick<Archive, 'create'>;
  readonly digest: BytesDigest;
  readonly log: LogReader;
  readonly add: AddCheckpoint;
};

/**
 * `ahead`: it has cosigned more than this log has, or another log of the same size. `forged`: what it answered is not
 * its signature.
 */
export type AskOutcome =
  | { readonly code: 'cosigned' | 'known' | 'forged' }
  | { readonly code: 'ahead'; readonly known: number }
  | { readonly code: 'refused'; readonly status: number };

/**
 * Sends a checkpoint to a witness, with the proof that it continues the one that the witness has cosigned last, and
 * keeps its cosignature, once its signature was checked. What the witness has is noted here and told by itself, so a
 * note that was lost costs one more request. Fails with TransientFailure where it does not answer.
 */
export const askWitness = async (
  ledger: string,
  { witness, checkpoint }: { readonly witness: KnownWitness; readonly checkpoint: SealedCheckpoint },
  options: AskOptions,
): Promise<AskOutcome> => {
  const nameHash = hexOf(options.digest(bytesOf(witness.key.name)));
  const [row] = await options.store.load([witnessKey(ledger, nameHash)]);
  const noted = row === undefined ? 0 : (row.body as WitnessRow).size;
  if (noted >= checkpoint.size) return { code: 'known' };
  let answer = await sent({ witness, checkpoint, old: noted }, options);
  if (answer.code === 'otherSize' && answer.known !== noted && answer.known <= checkpoint.size)
    answer = await sent({ witness, checkpoint, old: answer.known }, options);
  if (answer.code === 'otherSize') return { code: 'ahead', known: answer.known };
  if (answer.code === 'refused') return answer;
  const line = goodLine(answer.lines, { witness, checkpoint }, options.digest);
  if (line === undefined) return { code: 'forged' };
  await options.archive.create(cosignatureName(ledger, checkpoint.size, nameHash), line);
  const body: WitnessRow = { size: checkpoint.size };
  // Who was faster has noted as much.
  await options.store.commit([{ key: witnessKey(ledger, nameHash), revision: row?.revision ?? 0, body }]);
  return { code: 'cosigned' };
};

const sent = async (
  {
    witness,
    checkpoint,
    old,
  }: { readonly witness: KnownWitness; readonly checkpoint: SealedCheckpoint; readonly old: number },
  { log, add }: AskOptions,
): Promise<WitnessAnswer> => add(witness.url, await log.consistency(old, checkpoint));

/** The line of an answer that cosigns a checkpoint; undefined where there is none. Others' signatures are ignored. */
const goodLine = (
  answer: string,
  { witness: { key }, checkpoint }: { readonly witness: KnownWitness; readonly checkpoint: SealedCheckpoint },
  digest: BytesDigest,
): string | undefined => {
  const text = parseNote(checkpoint.note)?.text ?? '';
  const good = parseSignatureLines(answer)?.find((line) => {
    const cosigned = cosignatureOf(digest, key, line);
    if (cosigned === undefined) return false;
    return isSignedBy(key.publicKey, cosignedMessage(cosigned.timestamp, text), cosigned.signature);
  });
  return good === undefined ? undefined : lineOf(good);
};
