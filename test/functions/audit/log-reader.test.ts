import { describe, expect, it } from '@jest/globals';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { logReader } from '../../../functions/runtime/read-log.ts';
import {
  provesConsistency,
  provesInclusion,
  referenceLeafHash,
  referenceRoot,
} from '../../domain/audit/log/reference-tree.ts';
import { logWorld } from './log-parts.ts';
import { archivedLines, hashesIn, rootSaid } from './log-verifier.ts';

const readableWorld = async (...seals: readonly number[]) => {
  const world = logWorld();
  for (const count of seals) {
    await world.add(count);
    await world.seal();
  }
  let reads = 0;
  const readBytes: typeof world.archive.readBytes = (name) => {
    reads += 1;
    return world.archive.readBytes(name);
  };
  const reader = logReader('main', {
    store: world.store,
    archive: { ...world.archive, readBytes },
    digest: bytesSha256,
  });
  return { ...world, reader, reads: () => reads };
};

describe('a reader of the log', () => {
  it('knows no checkpoint of a log that was never sealed', async () => {
    const { reader } = await readableWorld();
    expect(await reader.newest()).toBeUndefined();
    expect(await reader.at(1)).toBeUndefined();
  });

  it('proves every entry at every checkpoint', async () => {
    const { archive, reader } = await readableWorld(250, 6, 1, 40);
    const leaves = (await archivedLines(archive)).map((line) => referenceLeafHash(Buffer.from(line)));
    for (const size of [250, 256, 257, 297]) {
      const checkpoint = await reader.at(size);
      if (checkpoint === undefined) throw new Error('No checkpoint');
      for (const index of [0, 1, 127, 249, size - 1]) {
        const text = await reader.inclusion(index, checkpoint);
        expect(text.startsWith(`c2sp.org/tlog-proof@v1\nindex ${index}\n`)).toBe(true);
        expect(text.endsWith(`\n\n${checkpoint.note}`)).toBe(true);
        const proof = hashesIn(text, 2);
        const claim = { leafHash: leaves[index] ?? '', index, size, proof, root: rootSaid(checkpoint) };
        expect(provesInclusion(claim)).toBe(true);
      }
    }
    expect((await reader.newest())?.size).toBe(297);
  });

  it('proves that the newest checkpoint goes on from every size', async () => {
    const { archive, reader } = await readableWorld(250, 47);
    const leaves = (await archivedLines(archive)).map((line) => referenceLeafHash(Buffer.from(line)));
    const newest = await reader.newest();
    if (newest === undefined) throw new Error('No checkpoint');
    for (let first = 1; first <= 297; first += 1) {
      const proof = hashesIn(await reader.consistency(first, newest), 1);
      const [firstRoot, secondRoot] = [referenceRoot(leaves.slice(0, first)), rootSaid(newest)];
      expect(provesConsistency({ first, second: 297, proof, firstRoot, secondRoot })).toBe(true);
    }
  });

  it('reads few tiles for a proof, and no entries', async () => {
    const { reader, reads } = await readableWorld(99, 99, 99);
    const newest = await reader.newest();
    if (newest === undefined) throw new Error('No checkpoint');
    await reader.inclusion(100, newest);
    expect(reads()).toBeLessThanOrEqual(3);
  });

  it('does not prove what is not sealed, nor from tiles that are gone', async () => {
    const { archive, reader } = await readableWorld(10);
    const newest = await reader.newest();
    if (newest === undefined) throw new Error('No checkpoint');
    await expect(reader.inclusion(10, newest)).rejects.toThrow(InvariantViolation);
    await expect(reader.consistency(11, newest)).rejects.toThrow(InvariantViolation);
    await archive.remove('log/main/tile/0/000.p/10');
    await expect(reader.inclusion(9, newest)).rejects.toThrow(InvariantViolation);
  });
});
