import { closeInLine } from '../../domain/audit/close/close-line.ts';
import { areSame, base64Of, bytesOf } from '../../domain/audit/log/bytes.ts';
import { entriesOfBundle } from '../../domain/audit/log/entry-bundle.ts';
import { edgeOfTiles, type FilledTile, grownTiles } from '../../domain/audit/log/grow-tiles.ts';
import { entriesName, type LogRow, logKey, tileName } from '../../domain/audit/log/log-place.ts';
import { partialTilesOf, type Tile } from '../../domain/audit/log/tile.ts';
import { extendedEdge, rootOfEdge, type TreeEdge } from '../../domain/audit/log/tree-edge.ts';
import { leafHashOf } from '../../domain/audit/log/tree-hash.ts';
import { linesOfSegment, segmentName } from '../../domain/audit/sequence.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { BytesDigest } from '../../domain/ports/bytes-digest.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import type { Signer } from '../../domain/ports/signer.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import { checkedCheckpoint, writeCheckpoint } from './write-checkpoint.ts';
import { writeBundles, writeOnce } from './write-once.ts';

export type SealOptions = {
  readonly store: Pick<ProjectionStore, 'load' | 'commit'>;
  readonly archive: Pick<Archive, 'create' | 'read' | 'readBytes'>;
  readonly digest: BytesDigest;
  /** Each signs every checkpoint; at least one. */
  readonly signers: readonly Signer[];
  /** What the origins of all logs of this installation begin with, for ever. */
  readonly logName: string;
  readonly clock: Clock;
};

/** `sealed`: how many entries were added. `conflict`: someone else moved on meanwhile, and nothing is lost. */
export type SealOutcome = { readonly code: 'sealed' | 'conflict'; readonly size: number; readonly sealed: number };

/** About how much one checkpoint adds at most, so that a backlog of any length is sealed piece by piece. */
export const entriesPerCheckpointMaximum = 4_096;
export const segmentsPerCheckpointMaximum = 256;

/**
 * Seals what a ledger's archive has beyond its newest checkpoint: entries, tiles, then the signed checkpoint, then the
 * row that tells how far it is. All of it derives from the archived segments and from nothing else, and every object is
 * created once under a name that tells its content. So whoever seals, at once or again after a crash, writes the same,
 * and all checkpoints are of one log. What is there already is compared and never believed: throws InvariantViolation
 * where it is not what the log makes it, and what the stores and signers throw.
 */
export const sealLog = async (ledger: string, options: SealOptions): Promise<SealOutcome> => {
  const before = await sealedSoFar(ledger, options);
  const lines = await unsealedLines(ledger, before.edge.size, options);
  if (lines.length === 0) return { code: 'sealed', size: before.edge.size, sealed: 0 };
  const { partial, entries } = await rightmost(ledger, before.edge, options);
  const added = lines.map(bytesOf);
  const hashes = added.map((line) => leafHashOf(options.digest, line));
  const edge = extendedEdge(options.digest, before.edge, hashes);
  await writeBundles(
    ledger,
    { firstIndex: before.edge.size - entries.length, entries: [...entries, ...added] },
    options,
  );
  for (const { tile, bytes } of grownTiles(options.digest, { size: before.edge.size, partial }, hashes))
    await writeOnce(tileName(ledger, tile), bytes, options);
  await writeCheckpoint(ledger, { size: edge.size, root: rootOfEdge(options.digest, edge) }, options);
  const body: LogRow = { size: edge.size, edge: edge.hashes.map(base64Of), sealedAt: options.clock.now() };
  const outcome = await options.store.commit([{ key: logKey(ledger), revision: before.revision, body }]);
  return { code: outcome === 'committed' ? 'sealed' : 'conflict', size: edge.size, sealed: added.length };
};

type SealedSoFar = { readonly edge: TreeEdge; readonly revision: number };

const sealedSoFar = async (ledger: string, options: SealOptions): Promise<SealedSoFar> => {
  const [row] = await options.store.load([logKey(ledger)]);
  if (row === undefined) return { edge: { size: 0, hashes: [] }, revision: 0 };
  const { size, edge } = row.body as LogRow;
  // The row only says where to look. That a checkpoint was signed of just this tree is checked.
  const hashes = await checkedCheckpoint(ledger, { size, edge }, options);
  return { edge: { size, hashes }, revision: row.revision };
};

/**
 * The lines of whole segments behind the sealed ones, up to the first close. So each close is the last entry of a
 * checkpoint that no smaller one over it can come after, whoever seals, and a trail that ends there is always the same.
 */
const unsealedLines = async (ledger: string, size: number, { archive }: SealOptions): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (let segments = 0; segments < segmentsPerCheckpointMaximum; segments += 1) {
    if (lines.length >= entriesPerCheckpointMaximum) break;
    const first = size + lines.length + 1;
    const body = await archive.read(segmentName(ledger, first));
    if (body === undefined) break;
    lines.push(...linesOfSegment(first, body));
    if (closeInLine(lines.at(-1) ?? '') !== undefined) break;
  }
  return lines;
};

/** What more entries are added to: the tiles and the entry bundle at the right, as they were sealed. */
const rightmost = async (
  ledger: string,
  edge: TreeEdge,
  { archive, digest }: SealOptions,
): Promise<{ readonly partial: readonly FilledTile[]; readonly entries: readonly Uint8Array[] }> => {
  const partial = await Promise.all(
    partialTilesOf(edge.size).map(async (tile) => ({
      tile,
      bytes: await sealedBytes(tileName(ledger, tile), archive),
    })),
  );
  const { hashes } = edgeOfTiles(digest, edge.size, partial);
  if (!hashes.every((hash, position) => areSame(hash, edge.hashes[position] ?? new Uint8Array(0))))
    throw new InvariantViolation(`The tiles of ${ledger} are not those of its checkpoint at ${edge.size}`);
  const bottom = partial.find(({ tile }) => tile.level === 0);
  const entries = bottom === undefined ? [] : await bundledEntries(ledger, bottom, { archive, digest });
  return { partial, entries };
};

const bundledEntries = async (
  ledger: string,
  { tile, bytes }: { readonly tile: Tile; readonly bytes: Uint8Array },
  { archive, digest }: Pick<SealOptions, 'archive' | 'digest'>,
): Promise<readonly Uint8Array[]> => {
  const name = entriesName(ledger, tile);
  const entries = entriesOfBundle(await sealedBytes(name, archive));
  const hashes = entries.map((entry) => leafHashOf(digest, entry));
  if (!areSame(Buffer.concat(hashes), bytes)) throw new InvariantViolation(`${name} does not have its tile's hashes`);
  return entries;
};

const sealedBytes = async (name: string, archive: Pick<Archive, 'readBytes'>): Promise<Uint8Array> => {
  const bytes = await archive.readBytes(name);
  if (bytes === undefined) throw new InvariantViolation(`${name} was sealed and is not there`);
  return bytes;
};
