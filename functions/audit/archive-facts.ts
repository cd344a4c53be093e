import {
  type ArchivableFact,
  type ArchivedRow,
  archivedKey,
  factsOfSegment,
  factsPerSegmentMaximum,
  type SequencedFact,
  type SequenceRow,
  segmentName,
  segmentOf,
  sequenceKey,
  textHashOf,
  textName,
  textsApart,
} from '../../domain/audit/sequence.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { ProjectionStore, RowChange } from '../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';
import { type Backoff, delayAfter, type Waiting } from '../runtime/backoff.ts';

export type ArchiveOptions = {
  readonly store: Pick<ProjectionStore, 'load' | 'commit'>;
  readonly archive: Pick<Archive, 'create' | 'read'>;
  readonly digest: Digest;
  readonly waiting: Waiting;
  readonly onConflict: () => void;
};

/** How often a place that others took is left to them, in a row, and the waits in between in milliseconds. */
export const sequenceBackoff: Backoff = { attemptsMaximum: 16, delayFirst: 5, delayMaximum: 400 };

/**
 * Gives each fact its place in the ledger's sequence and writes it to the archive, once, whoever else does so at the
 * same time and wherever either crashes.
 *
 * The segment is written first. Its name is the place where it begins, and objects are created only once, so of all who
 * want that place one gets it. Everybody then takes over what is written there, their own or another's, into the rows:
 * the marks of its facts and the next place, in one commit. Throws what the stores throw, and TransientFailure where
 * others kept being faster; then some of the facts may be archived, and the same call may be made again.
 */
export const archiveFacts = async (
  ledger: string,
  facts: readonly ArchivableFact[],
  options: ArchiveOptions,
): Promise<void> => {
  for (let first = 0; first < facts.length; first += factsPerSegmentMaximum)
    await archiveSome(ledger, facts.slice(first, first + factsPerSegmentMaximum), options);
};

const archiveSome = async (
  ledger: string,
  facts: readonly ArchivableFact[],
  options: ArchiveOptions,
): Promise<void> => {
  let lost = 0;
  while (lost < sequenceBackoff.attemptsMaximum) {
    // The place is read before the marks. A fact without a mark then has no place before this one; read the other way
    // round, it could get one in between, and would get a second here.
    const place = await placeOf(ledger, options);
    const pending = await unmarked(ledger, facts, options);
    if (pending.length === 0) return;
    const segment = await takePlace(ledger, { place, pending }, options);
    if ((await options.store.commit(takenOver(ledger, { place, segment }, options))) === 'committed') {
      lost = 0;
      continue;
    }
    lost += 1;
    options.onConflict();
    await options.waiting.pause(delayAfter(lost, sequenceBackoff, options.waiting.random));
  }
  throw new TransientFailure(`Others kept taking the next place in the sequence of ${ledger}`);
};

type Place = { readonly next: number; readonly revision: number };

const placeOf = async (ledger: string, { store }: ArchiveOptions): Promise<Place> => {
  const [row] = await store.load([sequenceKey(ledger)]);
  return row === undefined ? { next: 1, revision: 0 } : { ...(row.body as SequenceRow), revision: row.revision };
};

/** The facts that have no place yet, each once. */
const unmarked = async (
  ledger: string,
  facts: readonly ArchivableFact[],
  { store, digest }: ArchiveOptions,
): Promise<readonly ArchivableFact[]> => {
  const keyOf = ({ factId, text }: ArchivableFact) => archivedKey(ledger, { factId, textHash: digest(text) });
  const byName = new Map(facts.map((fact) => [canonicalJson(keyOf(fact)), fact] as const));
  const marks = await store.load([...byName.values()].map(keyOf));
  for (const { key } of marks) byName.delete(canonicalJson(key));
  return [...byName.values()];
};

/** Writes the pending facts at a place, or answers what is there. */
const takePlace = async (
  ledger: string,
  { place, pending }: { readonly place: Place; readonly pending: readonly ArchivableFact[] },
  { archive, digest }: ArchiveOptions,
): Promise<readonly SequencedFact[]> => {
  const name = segmentName(ledger, place.next);
  const body = segmentOf(place.next, pending, digest);
  // A line never names a text that is not there.
  for (const { text } of textsApart(pending)) await archive.create(textName(ledger, digest(text)), text);
  if ((await archive.create(name, body)) === 'created') return factsOfSegment(place.next, body);
  const existing = await archive.read(name);
  if (existing === undefined) throw new InvariantViolation(`${name} exists and cannot be read`);
  return factsOfSegment(place.next, existing);
};

const takenOver = (
  ledger: string,
  { place, segment }: { readonly place: Place; readonly segment: readonly SequencedFact[] },
  { digest }: ArchiveOptions,
): readonly RowChange[] => [
  {
    key: sequenceKey(ledger),
    revision: place.revision,
    body: { next: place.next + segment.length } satisfies SequenceRow,
  },
  ...segment.map((fact) => ({
    key: archivedKey(ledger, { factId: fact.factId, textHash: textHashOf(fact, digest) }),
    revision: 0,
    body: { sequence: fact.sequence } satisfies ArchivedRow,
  })),
];
