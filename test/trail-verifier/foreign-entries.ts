import { base64Of } from '../../domain/audit/log/bytes.ts';
import { type Tile, tileOfTree, tileWidthMaximum } from '../../domain/audit/log/tile.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { linesOfBundle, sealedEntries, sealedTile } from '../../functions/runtime/trail/sealed-log.ts';
import { treePaths } from '../../functions/runtime/trail/tree-paths.ts';
import { linesIn, type Tampering, textIn, withLines } from './tampering.ts';

/** Puts an entry of the log, with a good proof, into an extract that it does not belong to, at its place. */
export const foreignEntry: Tampering = async ({ trail, chance }) => {
  const lines = linesIn(trail.files, 'extract.jsonl');
  const size = Number((textIn(trail.files, 'checkpoint') ?? '').split('\n')[1]);
  const index = chance.below(size);
  const indexes = lines.map((line) => Number(/"index":(\d+)}$/.exec(line)?.[1]));
  if (lines.length === 0 || indexes.includes(index)) return undefined;
  const bundle = tileOfTree(0, Math.floor(index / tileWidthMaximum), size);
  const entry = linesOfBundle(await sealedEntries(trail.archive, 'main', bundle))[index % tileWidthMaximum];
  const readTile = (tile: Tile) => sealedTile(trail.archive, 'main', tile);
  const path = await treePaths({ size, digest: bytesSha256, readTile }).inclusion(index);
  const line = canonicalJson({ entry, hashes: path.map(base64Of), index });
  const at = indexes.filter((each) => each < index).length;
  return { files: withLines(trail.files, 'extract.jsonl', lines.toSpliced(at, 0, line)) };
};
