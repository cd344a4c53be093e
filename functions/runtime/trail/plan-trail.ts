import { hexOf } from '../../../domain/audit/log/bytes.ts';
import { parseCheckpoint } from '../../../domain/audit/log/checkpoint.ts';
import { verifierKeyName } from '../../../domain/audit/log/log-place.ts';
import { parseNote } from '../../../domain/audit/log/signed-note.ts';
import {
  askedWithStripes,
  coversOf,
  modeOf,
  normalAsked,
  type TrailAsked,
  type TrailPolicy,
} from '../../../domain/audit/trail/trail-policy.ts';
import type { BytesDigest } from '../../../domain/ports/bytes-digest.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { accepted, type Result, rejected } from '../../../domain/shared/result.ts';
import type { SealedCheckpoint } from '../read-log.ts';
import { closesAt, findCloses, type PinnedCloses, type TrailCloses } from './find-closes.ts';
import { type Heads, readHeads } from './read-heads.ts';
import { checkpointOver, type TrailArchive } from './sealed-log.ts';

/** Why there is no such trail. */
export type TrailRejection = {
  readonly code: 'NoClose' | 'UnknownAccount' | 'TrailTooLarge';
  readonly detail: string;
};

/** What a trail is of, with all that is read before its entries. */
export type TrailPlan = {
  readonly policy: TrailPolicy;
  readonly closes: TrailCloses;
  readonly checkpoint: SealedCheckpoint;
  readonly closingHeads: Heads;
  /** The checkpoint over the opening close, and its heads; undefined without one. */
  readonly previous: { readonly checkpoint: SealedCheckpoint; readonly heads: Heads } | undefined;
};

export type PlanOptions = {
  readonly ledger: string;
  readonly asked: TrailAsked;
  readonly archive: TrailArchive;
  readonly digest: BytesDigest;
  /** The closes to begin and end at, where they are chosen already. */
  readonly pinned?: PinnedCloses | undefined;
  /** How many entries a trail may cover; no limit where absent. */
  readonly entriesMaximum?: number;
};

/** Finds where a trail begins and ends. Throws InvariantViolation where the archive is not what a log left. */
export const planTrail = async (options: PlanOptions): Promise<Result<TrailPlan, TrailRejection>> => {
  const { ledger, archive, digest } = options;
  const asked = normalAsked(options.asked);
  const closes = await chosenCloses(options, asked);
  if (closes === undefined) return rejected(noClose);
  const { opening, closing } = closes;
  const covers = coversOf(opening?.index ?? null, closing.index);
  if (covers.endIndex - covers.firstIndex > (options.entriesMaximum ?? Number.POSITIVE_INFINITY))
    return rejected(tooLarge);
  const checkpoint = await checkpointAfter(options, closing.index);
  const closingHeads = await readHeads(archive, ledger, { close: closing, digest });
  const previous =
    opening === undefined
      ? undefined
      : {
          checkpoint: await checkpointAfter(options, opening.index),
          heads: await readHeads(archive, ledger, { close: opening, digest }),
        };
  const known = new Set(closingHeads.accounts.map(({ accountId }) => accountId));
  const unknown = asked.accounts?.find((accountId) => !known.has(accountId));
  if (unknown !== undefined) return rejected(unknownAccount(unknown));
  const notes = [checkpoint, ...(previous === undefined ? [] : [previous.checkpoint])].map(({ note }) => note);
  const { origin, keys } = await signersOf(options, notes);
  const withStripes = askedWithStripes(asked, [...known]);
  const mode = modeOf(asked, covers);
  const policy: TrailPolicy = { format: 1, ledger, origin, mode, asked: withStripes, covers, keys };
  return accepted({ policy, closes, checkpoint, closingHeads, previous });
};

const chosenCloses = ({ archive, ledger, pinned }: PlanOptions, asked: TrailAsked): Promise<TrailCloses | undefined> =>
  pinned === undefined ? findCloses(archive, ledger, asked) : closesAt(archive, ledger, pinned);

const checkpointAfter = async ({ archive, ledger }: PlanOptions, index: number): Promise<SealedCheckpoint> => {
  const checkpoint = await checkpointOver(archive, ledger, index);
  if (checkpoint === undefined) throw new InvariantViolation(`No checkpoint is over the sealed entry ${index}`);
  return checkpoint;
};

/** What the checkpoints are signed as, and the keys whose signatures they bear. */
const signersOf = async (
  { archive, ledger }: PlanOptions,
  notes: readonly string[],
): Promise<Pick<TrailPolicy, 'origin' | 'keys'>> => {
  const origins = new Set<string>();
  const keyIds = new Set<string>();
  for (const note of notes) {
    const parsed = parseNote(note);
    const checkpoint = parsed === undefined ? undefined : parseCheckpoint(parsed.text);
    if (parsed === undefined || checkpoint === undefined) throw new InvariantViolation('A checkpoint cannot be read');
    origins.add(checkpoint.origin);
    for (const { name, keyId } of parsed.signatures) if (name === checkpoint.origin) keyIds.add(hexOf(keyId));
  }
  const [origin, ...others] = origins;
  if (origin === undefined || others.length > 0) throw new InvariantViolation('The log has more than one origin');
  const keys = await Promise.all([...keyIds].map(async (keyId) => archive.read(verifierKeyName(ledger, keyId))));
  return { origin, keys: keys.flatMap((key) => (key === undefined ? [] : [key.trim()])).sort() };
};

const noClose: TrailRejection = {
  code: 'NoClose',
  detail:
    'No sealed close of the ledger lies so that a trail of this period could end there. Make one, then ask again.',
};

const tooLarge: TrailRejection = {
  code: 'TrailTooLarge',
  detail: 'More entries than can be made a trail of here. `quipu audit trail` makes one of any size.',
};

const unknownAccount = (accountId: string): TrailRejection => ({
  code: 'UnknownAccount',
  detail: `${accountId} was not open yet when the period ended.`,
});
