import { textOf } from '../../domain/audit/log/bytes.ts';
import { entriesOfBundle } from '../../domain/audit/log/entry-bundle.ts';
import type { FilledTile } from '../../domain/audit/log/grow-tiles.ts';
import { checkpointName, entriesName, type LogRow, logKey, tileName } from '../../domain/audit/log/log-place.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../../domain/audit/log/proof-ranges.ts';
import { consistencyProofText, inclusionProofText } from '../../domain/audit/log/proof-text.ts';
import { rangeHash, tilesOfRanges } from '../../domain/audit/log/range-hash.ts';
import { tileOfTree, tileWidthMaximum } from '../../domain/audit/log/tile.ts';
import type { TreeHash } from '../../domain/audit/log/tree-hash.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { BytesDigest } from '../../domain/ports/bytes-digest.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';

export type LogReaderOptions = {
  readonly store: Pick<ProjectionStore, 'load'>;
  readonly archive: Pick<Archive, 'read' | 'readBytes'>;
  readonly digest: BytesDigest;
};

/** A checkpoint as it was signed. */
export type SealedCheckpoint = { readonly size: number; readonly note: string };

/**
 * Reads a ledger's log. Proofs are made from tiles alone: at most a tile for each level, whatever the size, and one
 * more where two are compared. Fails with TransientFailure, and with InvariantViolation where something sealed is gone.
 */
export type LogReader = {
  /** The newest checkpoint; undefined before the first. */
  readonly newest: () => Promise<SealedCheckpoint | undefined>;
  /** The checkpoint of a size; undefined where none was signed. */
  readonly at: (size: number) => Promise<SealedCheckpoint | undefined>;
  /** The entry with that index, from 0, of the log at a checkpoint: a line of the archive. */
  readonly entry: (index: number, checkpoint: SealedCheckpoint) => Promise<string>;
  /** That the entry with that index, from 0, is in the log at a checkpoint, as text. */
  readonly inclusion: (index: number, checkpoint: SealedCheckpoint) => Promise<string>;
  /** That the log at a checkpoint begins with what it was at an earlier size, as text. */
  readonly consistency: (earlierSize: number, checkpoint: SealedCheckpoint) => Promise<string>;
};

export const logReader = (ledger: string, options: LogReaderOptions): LogReader => {
  const { store, archive } = options;
  const at = async (size: number): Promise<SealedCheckpoint | undefined> => {
    const note = await archive.read(checkpointName(ledger, size));
    return note === undefined ? undefined : { size, note };
  };
  return {
    at,
    newest: async () => {
      const [row] = await store.load([logKey(ledger)]);
      return row === undefined ? undefined : at((row.body as LogRow).size);
    },
    entry: (index, { size }) => entryAt(ledger, { index, size }, archive),
    inclusion: async (index, { size, note }) => {
      const hashes = await hashesOf(ledger, { ranges: inclusionRanges(index, size), size }, options);
      return inclusionProofText({ index, hashes, checkpoint: note });
    },
    consistency: async (earlierSize, { size, note }) => {
      const hashes = await hashesOf(ledger, { ranges: consistencyRanges(earlierSize, size), size }, options);
      return consistencyProofText({ earlierSize, hashes, checkpoint: note });
    },
  };
};

const entryAt = async (
  ledger: string,
  { index, size }: { readonly index: number; readonly size: number },
  archive: LogReaderOptions['archive'],
): Promise<string> => {
  const bundle = tileOfTree(0, Math.floor(index / tileWidthMaximum), size);
  const bytes = await archive.readBytes(entriesName(ledger, bundle));
  const entry = bytes === undefined ? undefined : entriesOfBundle(bytes)[index % tileWidthMaximum];
  const line = entry === undefined ? undefined : textOf(entry);
  if (line === undefined) throw new InvariantViolation(`Entry ${index} of ${ledger} was sealed and is not there`);
  return line;
};

const hashesOf = async (
  ledger: string,
  { ranges, size }: { readonly ranges: readonly LeafRange[]; readonly size: number },
  { archive, digest }: LogReaderOptions,
): Promise<readonly TreeHash[]> => {
  const tiles = await Promise.all(
    tilesOfRanges(ranges, size).map(async (tile): Promise<FilledTile> => {
      const bytes = await archive.readBytes(tileName(ledger, tile));
      if (bytes === undefined) throw new InvariantViolation(`${tileName(ledger, tile)} was sealed and is not there`);
      return { tile, bytes };
    }),
  );
  return ranges.map((range) => rangeHash(digest, { range, size }, tiles));
};
