import { entriesPath, hashesOnLevel, tileOfTree, tilePath, tileWidthMaximum } from '../../domain/audit/log/tile.ts';
import type { Chance } from './chance.ts';
import type { ClaimCase } from './claim.ts';
import type { MadeLog } from './make-log.ts';

const proofsPerCheckpoint = 4;

/** All that is to be accepted of a log: its checkpoints, its tiles, and proofs of some entries and of all growth. */
export const honestCases = async (log: MadeLog, chance: Chance): Promise<readonly ClaimCase[]> => {
  const cases: ClaimCase[] = [];
  const { verifierKey } = log;
  const add = (claim: ClaimCase['claim']): void => void cases.push({ log: log.name, tampering: undefined, claim });
  for (const size of log.sizes) {
    add({ kind: 'checkpoint', verifierKey, note: await noteOf(log, size) });
    for (const index of indexesIn(size, chance)) add(await inclusionOf(log, { index, size }));
    for (const earlier of log.sizes.filter((each) => each < size)) add(await consistencyOf(log, earlier, size));
  }
  add(await tilesOf(log, log.lines.length));
  return cases;
};

export const noteOf = async (log: MadeLog, size: number): Promise<string> => {
  const checkpoint = await log.reader.at(size);
  if (checkpoint === undefined) throw new Error(`${log.name} has no checkpoint of ${size}`);
  return checkpoint.note;
};

export const inclusionOf = async (
  log: MadeLog,
  { index, size }: { readonly index: number; readonly size: number },
): Promise<ClaimCase['claim'] & { readonly kind: 'inclusion' }> => ({
  kind: 'inclusion',
  verifierKey: log.verifierKey,
  proof: await log.reader.inclusion(index, { size, note: await noteOf(log, size) }),
  entry: base64(log.lines[index] ?? ''),
});

export const consistencyOf = async (
  log: MadeLog,
  earlier: number,
  size: number,
): Promise<ClaimCase['claim'] & { readonly kind: 'consistency' }> => ({
  kind: 'consistency',
  verifierKey: log.verifierKey,
  proof: await log.reader.consistency(earlier, { size, note: await noteOf(log, size) }),
  earlierNote: await noteOf(log, earlier),
});

export const tilesOf = async (log: MadeLog, size: number): Promise<ClaimCase['claim'] & { readonly kind: 'tiles' }> => {
  const read = async (path: string): Promise<string> => {
    const bytes = await log.archive.readBytes(`log/main/${path}`);
    if (bytes === undefined) throw new Error(`${log.name} has no ${path}`);
    return Buffer.from(bytes).toString('base64');
  };
  const tiles = [];
  const bundles = [];
  for (let level = 0; hashesOnLevel(level, size) > 0; level += 1)
    for (let index = 0; index * tileWidthMaximum < hashesOnLevel(level, size); index += 1) {
      const tile = tileOfTree(level, index, size);
      tiles.push({ level, index, bytes: await read(tilePath(tile)) });
      if (level === 0) bundles.push(await read(entriesPath(tile)));
    }
  return { kind: 'tiles', verifierKey: log.verifierKey, note: await noteOf(log, size), bundles, tiles };
};

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

const indexesIn = (size: number, chance: Chance): readonly number[] => [
  ...new Set([0, size - 1, ...Array.from({ length: proofsPerCheckpoint - 2 }, () => chance.below(size))]),
];
