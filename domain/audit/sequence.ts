import type { Digest } from '../ports/digest.ts';
import type { RowKey } from '../ports/projection-store.ts';
import { rowsPerCommitMaximum } from '../ports/projection-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Json, JsonObject } from '../shared/json.ts';
import { partsOf } from '../shared/stream-id.ts';
import { versionText } from './finding.ts';

/*
 * The one order of all facts of a ledger: each has a place in it, from 1, without gaps. It is the order in which facts
 * arrived, and says nothing about when they were recorded; each account's own order is in its versions.
 *
 * This is where the transparency log begins: the line with sequence n is the leaf n - 1 of the tree, byte for byte, and
 * checkpoints are taken over the lines of segments that are complete. Nothing but this module gives places, so the log
 * will need no other change than to read them.
 */

/**
 * A fact with its place, as it is archived: one line of canonical JSON. `data` is the stored event, never an upcast
 * form.
 */
export type SequencedFact = {
  readonly sequence: number;
  readonly factId: string;
  /** What was stored beside the text. */
  readonly hash: string;
  readonly data: JsonObject;
};

/** What is archived of a fact. */
export type ArchivableFact = { readonly factId: string; readonly hash: string; readonly text: string };

/** How far a ledger's sequence has come: the place that the next fact gets. */
export type SequenceRow = { readonly next: number };

/** The mark that a fact has its place. */
export type ArchivedRow = { readonly sequence: number };

/** A segment's marks and the state are one commit. */
export const factsPerSegmentMaximum = rowsPerCommitMaximum - 1;

export const sequenceKey = (ledger: string): RowKey => ({ partition: `${ledger}#archive`, sort: 'sequence' });

/** A fact is archived by its content: another text under the same id is other evidence, and gets its own place. */
export const archivedKey = (
  ledger: string,
  { factId, text }: Pick<ArchivableFact, 'factId' | 'text'>,
  digest: Digest,
): RowKey => {
  const at = factId.lastIndexOf('@');
  const { kind, id } = partsOf(factId.slice(0, at));
  const version = Number(factId.slice(at + 1));
  return { partition: `${ledger}#archived#${kind} ${id}`, sort: `${versionText(version)} ${digest(text)}` };
};

const archivePartition = /^[^#]*#archive(d#.*)?$/;

/**
 * Whether a row tells the place of a fact. Places are given in the order of arrival, which no replay can make again.
 */
export const isArchiveRow = ({ partition }: RowKey): boolean => archivePartition.test(partition);

/** The object that holds the facts from a place on. It is created once, and its name says where the next begins. */
export const segmentName = (ledger: string, firstSequence: number): string =>
  `facts/${ledger}/${versionText(firstSequence)}.ndjson`;

export const segmentOf = (firstSequence: number, facts: readonly ArchivableFact[]): string =>
  facts
    .map(({ factId, hash, text }, position): SequencedFact => {
      return { sequence: firstSequence + position, factId, hash, data: JSON.parse(text) };
    })
    .map((line) => `${canonicalJson(line)}\n`)
    .join('');

/** The facts of a segment. Throws InvariantViolation for a body that is not what `segmentOf` makes from that place. */
export const factsOfSegment = (firstSequence: number, body: string): readonly SequencedFact[] => {
  const lines = body.split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw damaged(firstSequence);
  return lines.map((line, position) => {
    const fact = sequencedFactIn(line);
    if (fact === undefined || fact.sequence !== firstSequence + position) throw damaged(firstSequence);
    return fact;
  });
};

const sequencedFactIn = (line: string): SequencedFact | undefined => {
  const { sequence, factId, hash, data } = jsonIn(line) ?? {};
  const isFact = typeof sequence === 'number' && typeof factId === 'string' && typeof hash === 'string';
  return isFact && isObject(data) ? { sequence, factId, hash, data } : undefined;
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
