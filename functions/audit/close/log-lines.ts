import { textOf } from '../../../domain/audit/log/bytes.ts';
import { entriesOfBundle } from '../../../domain/audit/log/entry-bundle.ts';
import { entriesName, type LogRow, logKey } from '../../../domain/audit/log/log-place.ts';
import { tileOfTree, tileWidthMaximum } from '../../../domain/audit/log/tile.ts';
import { linesOfSegment, segmentName } from '../../../domain/audit/sequence.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';

export type LinesOptions = {
  readonly store: Pick<ProjectionStore, 'load'>;
  readonly archive: Pick<Archive, 'read' | 'readBytes'>;
};

/** Neighbouring lines of a log, the first with that index. */
export type LogLines = { readonly firstIndex: number; readonly lines: readonly string[] };

const bundlesAtOnce = 8;

/**
 * The lines of a log from an index up to, not including, another; both are where segments begin. What is sealed is
 * read from entry bundles, many lines at a time, and only the rest from segments, of which there may be one for each
 * fact. Throws InvariantViolation where something is missing.
 */
export async function* logLines(
  ledger: string,
  { from, end }: { readonly from: number; readonly end: number },
  { store, archive }: LinesOptions,
): AsyncGenerator<LogLines> {
  const [row] = await store.load([logKey(ledger)]);
  const size = row === undefined ? 0 : (row.body as LogRow).size;
  let index = from;
  while (index < Math.min(size, end)) {
    const first = Math.floor(index / tileWidthMaximum);
    const count = Math.min(bundlesAtOnce, Math.ceil(Math.min(size, end) / tileWidthMaximum) - first);
    const bundles = await Promise.all(
      Array.from({ length: count }, (_, position) => linesOfBundle(ledger, { place: first + position, size }, archive)),
    );
    const lines = bundles.flat().slice(index - first * tileWidthMaximum, end - first * tileWidthMaximum);
    yield { firstIndex: index, lines };
    index += lines.length;
  }
  while (index < end) {
    const body = await archive.read(segmentName(ledger, index + 1));
    if (body === undefined) throw new InvariantViolation(`No segment of ${ledger} begins at ${index + 1}`);
    const lines = linesOfSegment(index + 1, body);
    yield { firstIndex: index, lines };
    index += lines.length;
  }
}

const linesOfBundle = async (
  ledger: string,
  { place, size }: { readonly place: number; readonly size: number },
  archive: Pick<Archive, 'readBytes'>,
): Promise<readonly string[]> => {
  const name = entriesName(ledger, tileOfTree(0, place, size));
  const bytes = await archive.readBytes(name);
  if (bytes === undefined) throw new InvariantViolation(`${name} was sealed and is not there`);
  return entriesOfBundle(bytes).map((entry) => {
    const line = textOf(entry);
    if (line === undefined) throw new InvariantViolation(`${name} has an entry that is no text`);
    return line;
  });
};
