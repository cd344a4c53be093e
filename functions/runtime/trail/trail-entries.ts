import { type Tile, tileOfTree, tileWidthMaximum } from '../../../domain/audit/log/tile.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { linesOfBundle } from './sealed-log.ts';

/** An entry of the log with its index, from 0. */
export type LogEntry = { readonly index: number; readonly line: string };

export type EntriesOptions = {
  /** The first index, and the one behind the last. */
  readonly firstIndex: number;
  readonly endIndex: number;
  /** Of the tree whose bundles are read. */
  readonly size: number;
  readonly readBundle: (bundle: Tile) => Promise<Uint8Array>;
};

const bundlesAhead = 8;

/** The entries of a log in order, bundle by bundle: a few bundles are in memory, however many entries there are. */
export async function* logEntries(options: EntriesOptions): AsyncGenerator<readonly LogEntry[]> {
  const { firstIndex, endIndex, size, readBundle } = options;
  const last = Math.ceil(endIndex / tileWidthMaximum);
  const ahead: Promise<Uint8Array>[] = [];
  let next = Math.floor(firstIndex / tileWidthMaximum);
  for (let bundle = next; bundle < last; bundle += 1) {
    for (; next < Math.min(bundle + bundlesAhead, last); next += 1) {
      const read = readBundle(tileOfTree(0, next, size));
      // It fails where it is waited for, which may be never if an earlier one does.
      read.catch(() => {});
      ahead.push(read);
    }
    const first = bundle * tileWidthMaximum;
    const lines = linesOfBundle((await ahead.shift()) ?? new Uint8Array(0));
    if (first + lines.length < Math.min(endIndex, first + tileWidthMaximum))
      throw new InvariantViolation(`The bundle of entries ${first} and on has only ${lines.length}`);
    yield lines
      .map((line, position) => ({ index: first + position, line }))
      .filter(({ index }) => index >= firstIndex && index < endIndex);
  }
}
