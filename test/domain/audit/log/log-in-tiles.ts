import { edgeOfTiles, type FilledTile, grownTiles } from '../../../../domain/audit/log/grow-tiles.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../../../../domain/audit/log/proof-ranges.ts';
import { rangeHash, tilesOfRanges } from '../../../../domain/audit/log/range-hash.ts';
import { partialTilesOf, type Tile, tilePath } from '../../../../domain/audit/log/tile.ts';
import { rootOfEdge } from '../../../../domain/audit/log/tree-edge.ts';
import { leafHashOf } from '../../../../domain/audit/log/tree-hash.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { referenceLeafHash } from './reference-tree.ts';

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export type TiledLog = {
  /** In hexadecimal, as the reference has them. */
  readonly leafHashes: readonly string[];
  readonly sizes: readonly number[];
  readonly paths: ReadonlySet<string>;
  readonly rootAt: (size: number) => string;
  readonly inclusion: (index: number, size: number) => readonly string[];
  readonly consistency: (first: number, second: number) => readonly string[];
};

/** A log of numbered leaves, kept as tiles and nothing else, that grew in steps. */
export const logInTiles = (steps: readonly number[]): TiledLog => {
  const kept = new Map<string, Uint8Array>();
  const leaves: Uint8Array[] = [];
  const sizes: number[] = [];
  const read = (tile: Tile): FilledTile => {
    const bytes = kept.get(tilePath(tile));
    if (bytes === undefined) throw new Error(`${tilePath(tile)} was never written`);
    return { tile, bytes };
  };
  for (const step of steps) {
    const size = leaves.length;
    const added = Array.from({ length: step }, (_, position) => Buffer.from(`leaf ${size + position}`));
    const grown = grownTiles(
      bytesSha256,
      { size, partial: partialTilesOf(size).map(read) },
      added.map((leaf) => leafHashOf(bytesSha256, leaf)),
    );
    for (const { tile, bytes } of grown) kept.set(tilePath(tile), bytes);
    leaves.push(...added);
    sizes.push(leaves.length);
  }
  const hashesOf = (ranges: readonly LeafRange[], size: number): readonly string[] => {
    const tiles = tilesOfRanges(ranges, size).map(read);
    return ranges.map((range) => hex(rangeHash(bytesSha256, { range, size }, tiles)));
  };
  return {
    leafHashes: leaves.map(referenceLeafHash),
    sizes,
    paths: new Set(kept.keys()),
    rootAt: (size) => hex(rootOfEdge(bytesSha256, edgeOfTiles(bytesSha256, size, partialTilesOf(size).map(read)))),
    inclusion: (index, size) => hashesOf(inclusionRanges(index, size), size),
    consistency: (first, second) => hashesOf(consistencyRanges(first, second), second),
  };
};
