import { textOf } from '../../../domain/audit/log/bytes.ts';
import { entriesOfBundle } from '../../../domain/audit/log/entry-bundle.ts';
import { checkpointName, entriesName, tileName } from '../../../domain/audit/log/log-place.ts';
import { hashesOnLevel, type Tile, tileOfTree, tileWidthMaximum } from '../../../domain/audit/log/tile.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { SealedCheckpoint } from '../read-log.ts';

/** Reads of the archive of a ledger's log; nothing else is needed to make a trail. */
export type TrailArchive = Pick<Archive, 'read' | 'readBytes' | 'list'>;

/**
 * How far behind an entry its checkpoint is looked for one size after the other. A sealer takes some four thousand
 * entries at a time and a segment more.
 */
const sizesTriedMaximum = 4_352;
const triedAtOnce = 64;
const namesPerPage = 1_000;

/** The smallest sealed checkpoint that is over the entry with that index; undefined where none is yet. */
export const checkpointOver = async (
  archive: TrailArchive,
  ledger: string,
  index: number,
): Promise<SealedCheckpoint | undefined> => {
  for (let tried = 1; tried <= sizesTriedMaximum; tried += triedAtOnce) {
    const sizes = Array.from({ length: triedAtOnce }, (_, position) => index + tried + position);
    const notes = await Promise.all(sizes.map((size) => archive.read(checkpointName(ledger, size))));
    const found = notes.findIndex((note) => note !== undefined);
    const [size, note] = [sizes[found], notes[found]];
    if (size !== undefined && note !== undefined) return { size, note };
  }
  return checkpointListed(archive, ledger, index);
};

// Only logs that were sealed by other means have gaps between checkpoints that are wider than a sealer makes.
const checkpointListed = async (
  archive: TrailArchive,
  ledger: string,
  index: number,
): Promise<SealedCheckpoint | undefined> => {
  let smallest = Number.POSITIVE_INFINITY;
  for await (const size of numbersBelow(archive, `log/${ledger}/checkpoint/`))
    if (size > index) smallest = Math.min(smallest, size);
  const note = Number.isFinite(smallest) ? await archive.read(checkpointName(ledger, smallest)) : undefined;
  return note === undefined ? undefined : { size: smallest, note };
};

/** The objects below a prefix whose names are numbers, in no order of use. */
export async function* numbersBelow(archive: TrailArchive, prefix: string): AsyncGenerator<number> {
  let after: string | undefined;
  for (;;) {
    const names = await archive.list(prefix, after, namesPerPage);
    for (const name of names) {
      const text = name.slice(prefix.length);
      if (/^(0|[1-9]\d*)$/.test(text)) yield Number(text);
    }
    if (names.length < namesPerPage) return;
    after = names.at(-1);
  }
}

/** The bytes of a tile. Throws InvariantViolation where it is gone. */
export const sealedTile = (archive: TrailArchive, ledger: string, tile: Tile): Promise<Uint8Array> =>
  sealedObject(archive, tileName(ledger, tile));

/** The bytes of a bundle of entries. Throws InvariantViolation where it is gone. */
export const sealedEntries = (archive: TrailArchive, ledger: string, bundle: Tile): Promise<Uint8Array> =>
  sealedObject(archive, entriesName(ledger, bundle));

const sealedObject = async (archive: TrailArchive, name: string): Promise<Uint8Array> => {
  const bytes = await archive.readBytes(name);
  if (bytes === undefined) throw new InvariantViolation(`${name} was sealed and is not there`);
  return bytes;
};

/** The entries of a bundle, as text. Throws InvariantViolation for bytes that are no text. */
export const linesOfBundle = (bytes: Uint8Array): readonly string[] =>
  entriesOfBundle(bytes).map((entry) => {
    const line = textOf(entry);
    if (line === undefined) throw new InvariantViolation('An entry of the log is not UTF-8');
    return line;
  });

/** Every tile that a tree of that size has, level by level. */
export const tilesOfTree = (size: number): readonly Tile[] => {
  const tiles: Tile[] = [];
  for (let level = 0; hashesOnLevel(level, size) > 0; level += 1)
    for (let index = 0; index * tileWidthMaximum < hashesOnLevel(level, size); index += 1)
      tiles.push(tileOfTree(level, index, size));
  return tiles;
};
