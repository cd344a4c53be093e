import { type CloseRow, closeKey } from '../../domain/audit/close/close-place.ts';
import {
  type ArchivableFact,
  type ArchivedRow,
  archivedKey,
  type DraftSegment,
  entriesOfSegment,
  type SequencedEntry,
  type SequenceRow,
  segmentName,
  sequenceKey,
  textHashOf,
  textName,
} from '../../domain/audit/sequence.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { ProjectionStore, RowChange } from '../../domain/ports/projection-store.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';

export type PlaceOptions = {
  readonly store: Pick<ProjectionStore, 'load' | 'commit'>;
  readonly archive: Pick<Archive, 'create' | 'read'>;
  readonly digest: Digest;
};

/** The next place in a ledger's sequence, as its row tells: there may be a segment already that nobody took over. */
export type Place = SequenceRow & { readonly revision: number };

export const placeOf = async (ledger: string, { store }: Pick<PlaceOptions, 'store'>): Promise<Place> => {
  const [row] = await store.load([sequenceKey(ledger)]);
  return row === undefined ? { next: 1, revision: 0 } : { ...(row.body as SequenceRow), revision: row.revision };
};

/** Asks those who archive facts to leave a place to a close. Whoever takes a place takes that back. */
export const awaitPlace = async (
  ledger: string,
  { next, revision }: Place,
  { store }: Pick<PlaceOptions, 'store'>,
): Promise<void> => {
  const body: SequenceRow = { next, awaited: true };
  // Where that place has been taken meanwhile, there is another to wait for, and the next loss asks for it.
  await store.commit([{ key: sequenceKey(ledger), revision, body }]);
};

/** The facts that have no place yet, each once. */
export const unmarked = async (
  ledger: string,
  facts: readonly ArchivableFact[],
  { store, digest }: Omit<PlaceOptions, 'archive'>,
): Promise<readonly ArchivableFact[]> => {
  const keyOf = ({ factId, text }: ArchivableFact) => archivedKey(ledger, { factId, textHash: digest(text) });
  const byName = new Map(facts.map((fact) => [canonicalJson(keyOf(fact)), fact] as const));
  const marks = await store.load([...byName.values()].map(keyOf));
  for (const { key } of marks) byName.delete(canonicalJson(key));
  return [...byName.values()];
};

/**
 * Writes a segment at a place, or finds what is there, and takes that over into the rows: the marks of its facts, the
 * row of its close and the next place, in one commit. The segment's name is the place where it begins, and objects are
 * created only once, so of all who want that place one gets it. `isOwn` where the place has what was to be written;
 * `conflict` where another has taken it over meanwhile.
 */
export const takePlace = async (
  ledger: string,
  { place, draft }: { readonly place: Place; readonly draft: DraftSegment },
  options: PlaceOptions,
): Promise<{ readonly isOwn: boolean; readonly outcome: 'committed' | 'conflict' }> => {
  const { archive, digest, store } = options;
  const name = segmentName(ledger, place.next);
  // A line never names a text that is not there.
  for (const { text } of draft.textsApart) await archive.create(textName(ledger, digest(text)), text);
  const isCreated = (await archive.create(name, draft.body)) === 'created';
  const body = isCreated ? draft.body : await archive.read(name);
  if (body === undefined) throw new InvariantViolation(`${name} exists and cannot be read`);
  // What was just made need not be read to be known.
  const entries = (isCreated ? draft.entries : undefined) ?? entriesOfSegment(place.next, body);
  return { isOwn: body === draft.body, outcome: await store.commit(takenOver(ledger, { place, entries }, options)) };
};

const takenOver = (
  ledger: string,
  { place, entries }: { readonly place: Place; readonly entries: readonly SequencedEntry[] },
  { digest }: Pick<PlaceOptions, 'digest'>,
): readonly RowChange[] => [
  {
    key: sequenceKey(ledger),
    revision: place.revision,
    body: { next: place.next + entries.length } satisfies SequenceRow,
  },
  ...entries.map((entry) => rowOf(ledger, { entry, segment: place.next }, digest)),
];

const rowOf = (
  ledger: string,
  { entry, segment }: { readonly entry: SequencedEntry; readonly segment: number },
  digest: Digest,
): RowChange => {
  const { sequence } = entry;
  if ('close' in entry) {
    const index = sequence - 1;
    return { key: closeKey(ledger, index), revision: 0, body: { ...entry.close, index, segment } satisfies CloseRow };
  }
  const key = archivedKey(ledger, { factId: entry.factId, textHash: textHashOf(entry, digest) });
  return { key, revision: 0, body: { sequence } satisfies ArchivedRow };
};
