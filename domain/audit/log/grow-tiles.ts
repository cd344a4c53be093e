import type { BytesDigest } from '../../ports/bytes-digest.ts';
import { InvariantViolation } from '../../shared/failures.ts';
import { concatenated } from './bytes.ts';
import { hashesOfTile, hashesOnLevel, partialTilesOf, type Tile, tileWidthMaximum } from './tile.ts';
import { emptyEdge, extendedEdge, rootOfEdge, type TreeEdge } from './tree-edge.ts';
import type { TreeHash } from './tree-hash.ts';

/** A tile with its bytes. */
export type FilledTile = { readonly tile: Tile; readonly bytes: Uint8Array };

/**
 * The tiles that a tree of `size` leaves gets by more leaves. `partial` are those of the tree before, as
 * `partialTilesOf` names them. Whole tiles are final; the others are written again, under another name, as they grow.
 */
export const grownTiles = (
  digest: BytesDigest,
  { size, partial }: { readonly size: number; readonly partial: readonly FilledTile[] },
  leafHashes: readonly TreeHash[],
): readonly FilledTile[] => {
  const grown: FilledTile[] = [];
  let added = leafHashes;
  for (let level = 0; added.length > 0; level += 1) {
    const before = hashesOnLevel(level, size);
    const hashes = [...partialHashes(partial, level, before % tileWidthMaximum), ...added];
    const firstIndex = Math.floor(before / tileWidthMaximum);
    const roots: TreeHash[] = [];
    for (let at = 0; at < hashes.length; at += tileWidthMaximum) {
      const within = hashes.slice(at, at + tileWidthMaximum);
      const tile: Tile = { level, index: firstIndex + at / tileWidthMaximum, width: within.length };
      grown.push({ tile, bytes: concatenated(within) });
      if (within.length === tileWidthMaximum) roots.push(rootOfEdge(digest, extendedEdge(digest, emptyEdge, within)));
    }
    added = roots;
  }
  return grown;
};

/** The edge of a tree of `size` leaves, from its partial tiles: a read for each level and no more. */
export const edgeOfTiles = (digest: BytesDigest, size: number, partial: readonly FilledTile[]): TreeEdge => ({
  size,
  hashes: partialTilesOf(size)
    .toReversed()
    .flatMap(({ level, width }) => extendedEdge(digest, emptyEdge, partialHashes(partial, level, width)).hashes),
});

const partialHashes = (partial: readonly FilledTile[], level: number, width: number): readonly TreeHash[] => {
  if (width === 0) return [];
  const found = partial.find(({ tile }) => tile.level === level && tile.width === width);
  if (found === undefined) throw new InvariantViolation(`The tile of level ${level} with ${width} hashes is not given`);
  return hashesOfTile(found.tile, found.bytes);
};
