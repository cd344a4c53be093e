import { InvariantViolation } from '../../shared/failures.ts';
import { hashBytes, type TreeHash } from './tree-hash.ts';

/*
 * Where hashes and entries are kept, after C2SP tlog-tiles v0.1.0. A tile holds up to 256 neighbouring hashes of one
 * level; a level is eight of the binary tree's. Its name tells where it belongs and how full it is, so a tile of some
 * name has the same bytes for ever.
 */

export const tileWidthMaximum = 256;

/** `width` hashes of a level, from `index * 256` on. */
export type Tile = { readonly level: number; readonly index: number; readonly width: number };

/** How many leaves a hash of the level stands for. */
export const leavesPerHash = (level: number): number => tileWidthMaximum ** level;

/** How many hashes a tree has on a level: those whose subtrees are complete. */
export const hashesOnLevel = (level: number, size: number): number => Math.floor(size / leavesPerHash(level));

/** The tile as a tree of that size has it. */
export const tileOfTree = (level: number, index: number, size: number): Tile => ({
  level,
  index,
  width: Math.min(tileWidthMaximum, hashesOnLevel(level, size) - index * tileWidthMaximum),
});

/** The tiles at the right of a tree that are not full: at most one on each level, from the leaves upwards. */
export const partialTilesOf = (size: number): readonly Tile[] => {
  const tiles: Tile[] = [];
  for (let level = 0; hashesOnLevel(level, size) > 0; level += 1) {
    const width = hashesOnLevel(level, size) % tileWidthMaximum;
    if (width > 0) tiles.push({ level, index: Math.floor(hashesOnLevel(level, size) / tileWidthMaximum), width });
  }
  return tiles;
};

export const tilePath = ({ level, index, width }: Tile): string => `tile/${level}/${placeOf(index, width)}`;

/** Where the entries are that the hashes of a tile of level 0 stand for. */
export const entriesPath = ({ index, width }: Pick<Tile, 'index' | 'width'>): string =>
  `tile/entries/${placeOf(index, width)}`;

/** The hashes of a tile. Throws InvariantViolation for bytes that are no such tile. */
export const hashesOfTile = (tile: Tile, bytes: Uint8Array): readonly TreeHash[] => {
  if (bytes.length !== tile.width * hashBytes)
    throw new InvariantViolation(`${tilePath(tile)} has ${bytes.length} bytes, not ${tile.width * hashBytes}`);
  return Array.from({ length: tile.width }, (_, position) =>
    bytes.subarray(position * hashBytes, (position + 1) * hashBytes),
  );
};

const digitsPerFolder = 3;

// `1234067` is `x001/x234/067`.
const placeOf = (index: number, width: number): string => {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / digitsPerFolder) * digitsPerFolder, '0');
  const folders = padded.match(/\d{3}/g) ?? [];
  const place = folders.map((folder, position) => (position === folders.length - 1 ? folder : `x${folder}`)).join('/');
  return width === tileWidthMaximum ? place : `${place}.p/${width}`;
};
