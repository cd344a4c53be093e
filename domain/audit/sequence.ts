import type { Digest } from '../ports/digest.ts';
import type { RowKey } from '../ports/projection-store.ts';
import { rowsPerCommitMaximum } from '../ports/projection-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Json, JsonObject } from '../shared/json.ts';
import { partsOf } from '../shared/stream-id.ts';
import { type Close, closeInLine } from './close/close-line.ts';
import { factLine } from './fact-line.ts';
import { versionText } from './finding.ts';
import type { Particulars } from './particulars.ts';

/*
 * The one order of all facts of a ledger: each has a place in it, from 1, without gaps. It is the order in which facts
 * arrived, and says nothing about when they were recorded; each account's own order is in its versions.
 *
 * The line with sequence n is the leaf n - 1 of the transparency log's tree, byte for byte and without its line break,
 * and checkpoints are taken over the lines of segments. Nothing but this module gives places.
 */

/**
 * A fact with its place and its particulars, as it is archived: one line of canonical JSON. `data` is the stored event,
 * never an upcast form. Where it would make the line longer than a leaf can be, it is an object of its own instead, see
 * `textName`, and the line has its hash.
 */
export type SequencedFact = Partial<Particulars> & {
  readonly sequence: number;
  readonly factId: string;
  /** What was stored beside the text. */
  readonly hash: string;
} & ({ readonly data: JsonObject } | { readonly textHash: string });

/** A close with its place: the other kind of line. It is the last of its segment. */
export type SequencedClose = { readonly sequence: number; readonly close: Close };

export type SequencedEntry = SequencedFact | SequencedClose;

/** What is archived of a fact. */
export type ArchivableFact = {
  readonly factId: string;
  readonly hash: string;
  readonly text: string;
  readonly particulars: Particulars;
};

/**
 * How far a ledger's sequence has come: the place that the next fact gets. `awaited` where a close waits for it, which
 * takes longer to make than a segment: whoever archives facts lets it go first for a while.
 */
export type SequenceRow = { readonly next: number; readonly awaited?: true };

/** The mark that a fact has its place. */
export type ArchivedRow = { readonly sequence: number };

/** A segment's marks, or those but one and the row of a close, and the state are one commit. */
export const factsPerSegmentMaximum = rowsPerCommitMaximum - 1;

export const sequenceKey = (ledger: string): RowKey => ({ partition: `${ledger}#archive`, sort: 'sequence' });

/** A fact is archived by its content: another text under the same id is other evidence, and gets its own place. */
export const archivedKey = (
  ledger: string,
  { factId, textHash }: { readonly factId: string; readonly textHash: string },
): RowKey => {
  const { partition, prefix } = archivedAs(ledger, factId);
  return { partition, sort: `${prefix}${textHash}` };
};

/** Where the marks of a fact are: more than one only where more than one text claimed to be it. */
export const archivedAs = (ledger: string, factId: string): { readonly partition: string; readonly prefix: string } => {
  const at = factId.lastIndexOf('@');
  const { kind, id } = partsOf(factId.slice(0, at));
  return {
    partition: `${ledger}#archived#${kind} ${id}`,
    prefix: `${versionText(Number(factId.slice(at + 1)))} `,
  };
};

/** The hash of the text of a fact that was archived. */
export const textHashOf = (fact: SequencedFact, digest: Digest): string =>
  'data' in fact ? digest(canonicalJson(fact.data)) : fact.textHash;

const archivePartition = /^[^#]*#archive(d#.*)?$/;

/**
 * Whether a row tells the place of a fact. Places are given in the order of arrival, which no replay can make again.
 */
export const isArchiveRow = ({ partition }: RowKey): boolean => archivePartition.test(partition);

/** The object that holds the facts from a place on. It is created once, and its name says where the next begins. */
export const segmentName = (ledger: string, firstSequence: number): string =>
  `facts/${ledger}/${versionText(firstSequence)}.ndjson`;

/** The object of a text that is too long to be part of a leaf. Its name tells its content. */
export const textName = (ledger: string, textHash: string): string => `texts/${ledger}/${textHash}.json`;

/** What is to be written at a place. */
export type DraftSegment = {
  readonly body: string;
  /** Those of its facts whose text is not in its line, wherever its place is. */
  readonly textsApart: readonly ArchivableFact[];
  /** What `entriesOfSegment` reads in the body, as far as rows tell it; undefined where only reading it tells. */
  readonly entries: readonly SequencedEntry[] | undefined;
};

export const segmentOf = (firstSequence: number, facts: readonly ArchivableFact[], digest: Digest): DraftSegment => {
  const [textsApart, entries]: [ArchivableFact[], SequencedFact[]] = [[], []];
  let body = '';
  for (const [position, fact] of facts.entries()) {
    const sequence = firstSequence + position;
    const { line, textHash, isApart } = factLine(sequence, fact, digest);
    body += `${line}\n`;
    if (isApart) textsApart.push(fact);
    if (textHash !== undefined) entries.push({ sequence, factId: fact.factId, hash: fact.hash, textHash });
  }
  return { body, textsApart, entries: entries.length === facts.length ? entries : undefined };
};

/** What is in a segment. Throws InvariantViolation for a body that is not one that was written from that place on. */
export const entriesOfSegment = (firstSequence: number, body: string): readonly SequencedEntry[] =>
  linesOfSegment(firstSequence, body).map((line, position) => {
    const entry = closeInLine(line) ?? sequencedFactIn(line);
    if (entry === undefined || entry.sequence !== firstSequence + position) throw damaged(firstSequence);
    return entry;
  });

/** The facts of a segment. Throws InvariantViolation as `entriesOfSegment` does. */
export const factsOfSegment = (firstSequence: number, body: string): readonly SequencedFact[] =>
  entriesOfSegment(firstSequence, body).filter((entry) => 'factId' in entry);

/** The lines of a segment, which are the leaves of the log. */
export const linesOfSegment = (firstSequence: number, body: string): readonly string[] => {
  const lines = body.split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw damaged(firstSequence);
  return lines;
};

const sequencedFactIn = (line: string): SequencedFact | undefined => {
  const { sequence, factId, hash, data, textHash } = jsonIn(line) ?? {};
  if (typeof sequence !== 'number' || typeof factId !== 'string' || typeof hash !== 'string') return undefined;
  if (isObject(data)) return { sequence, factId, hash, data };
  return typeof textHash === 'string' ? { sequence, factId, hash, textHash } : undefined;
};

const jsonIn = (line: string): JsonObject | undefined => {
  try {
    const value: Json = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const damaged = (firstSequence: number) =>
  new InvariantViolation(`The archived segment that begins at ${firstSequence} is not one that was written here`);
