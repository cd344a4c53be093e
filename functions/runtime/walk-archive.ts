import type { ArchivedFact } from '../../domain/audit/restore/surveyed-place.ts';
import { linesOfSegment, segmentName, textName } from '../../domain/audit/sequence.ts';
import { type LoggedFact, type LogLine, readLogLine } from '../../domain/audit/watch/log-line.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import { partsOf, type StreamId } from '../../domain/shared/stream-id.ts';

type ArchiveReader = Pick<Archive, 'read'>;

/** A line of a log as it was archived, and read. */
export type WalkedLine = { readonly text: string; readonly line: LogLine };

/**
 * A ledger's archived lines in order, segment by segment, from the place where a segment begins; until there is no
 * further segment. One read of the archive for each. Throws InvariantViolation for a segment that is not one of a log.
 */
export async function* walkArchive(
  ledger: string,
  firstSequence: number,
  archive: ArchiveReader,
): AsyncGenerator<readonly WalkedLine[]> {
  let next = firstSequence;
  for (;;) {
    const body = await archive.read(segmentName(ledger, next));
    if (body === undefined) return;
    const lines = linesOfSegment(next, body).map((text, position) => walkedLine(text, next + position));
    yield lines;
    next += lines.length;
  }
}

const walkedLine = (text: string, sequence: number): WalkedLine => {
  const line = readLogLine(text);
  if (line === undefined || line.sequence !== sequence)
    throw new InvariantViolation(`The archive does not have a line of the log at ${sequence}`);
  return { text, line };
};

/** A line's fact with its text, which may be an object of its own. Throws InvariantViolation where that is gone. */
export const archivedFact = async (ledger: string, fact: LoggedFact, archive: ArchiveReader): Promise<ArchivedFact> => {
  const { factId, hash } = fact;
  const at = factId.lastIndexOf('@');
  const streamId = factId.slice(0, at);
  const text = 'data' in fact ? canonicalJson(fact.data) : await archive.read(textName(ledger, fact.textHash));
  if (text === undefined) throw new InvariantViolation(`The text of ${factId} was archived and is not there`);
  partsOf(streamId);
  return { factId, streamId: streamId as StreamId, version: Number(factId.slice(at + 1)), hash, text };
};
