import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Archive } from '../../../../domain/ports/archive.ts';
import { TransientFailure } from '../../../../domain/shared/failures.ts';
import { day } from '../../../support/closed-log.ts';
import { accountId } from '../../../support/test-ledger.ts';
import { closeAndSeal, everything, filesIn, madeTrail, marketLog, temporaryFolders } from './trail-parts.ts';

const folders = temporaryFolders();
afterAll(folders.remove);

/** An archive that fails at a read, counted from 1, and at all behind it. */
const failingAt = (archive: Archive, failsAt: number): { readonly archive: Archive; readonly reads: () => number } => {
  let reads = 0;
  const counted =
    <Answer>(read: (name: string) => Promise<Answer>) =>
    async (name: string): Promise<Answer> => {
      reads += 1;
      if (reads >= failsAt) throw new TransientFailure('Stopped here');
      return read(name);
    };
  const failing = { ...archive, read: counted(archive.read), readBytes: counted(archive.readBytes) };
  return { archive: failing, reads: () => reads };
};

const killed = (): void => {
  throw new Error('Killed');
};

const log = await marketLog();

// Checkpoints are looked for in many reads at once, of which one is as good as another.
const readsBetweenStops = 8;

const all = [
  everything,
  { ...everything, from: day(0), to: day(1) },
  { ...everything, from: day(0), accounts: [accountId('fees')] },
];

describe('a trail whose making was stopped', () => {
  it.each(all)('at any read goes on there, and is the same: %j', async (asked) => {
    const whole = folders.fresh();
    const counting = failingAt(log.archive, Number.POSITIVE_INFINITY);
    await madeTrail(counting.archive, { ...folders, asked, folder: whole });
    for (let stop = 1; stop <= counting.reads(); stop += readsBetweenStops) {
      const folder = folders.fresh();
      const { archive } = failingAt(log.archive, stop);
      await expect(madeTrail(archive, { ...folders, asked, folder })).rejects.toThrow('Stopped here');
      await madeTrail(log.archive, { ...folders, asked, folder });
      expect(filesIn(folder)).toEqual(filesIn(whole));
    }
  });

  it('in the middle of its entries leaves no file under its own name that is not whole', async () => {
    const folder = folders.fresh();
    await expect(madeTrail(log.archive, { ...folders, folder, onProgress: killed })).rejects.toThrow('Killed');
    expect(existsSync(join(folder, 'policy.json'))).toBe(true);
    expect(existsSync(join(folder, 'journal.ledger'))).toBe(false);
    expect(existsSync(join(folder, 'manifest.json'))).toBe(false);
    // Such halves are there where more was waiting than is kept in memory.
    for (const name of ['journal.ledger.part', 'saf-t.xml.front']) writeFileSync(join(folder, name), 'half of it');
    await madeTrail(log.archive, { ...folders, folder });
    const whole = folders.fresh();
    await madeTrail(log.archive, { ...folders, folder: whole });
    expect(filesIn(folder)).toEqual(filesIn(whole));
  });

  it('keeps its closes, whatever was closed meanwhile', async () => {
    const growing = await marketLog();
    const [whole, folder] = [folders.fresh(), folders.fresh()];
    await madeTrail(growing.archive, { ...folders, folder: whole });
    await expect(madeTrail(growing.archive, { ...folders, folder, onProgress: killed })).rejects.toThrow('Killed');
    await closeAndSeal(growing, 3);
    await madeTrail(growing.archive, { ...folders, folder });
    expect(filesIn(folder)).toEqual(filesIn(whole));
    const { policy } = await madeTrail(growing.archive, { ...folders, folder: folders.fresh() });
    expect(policy.covers.closingClose).toBeGreaterThan(growing.closes.at(-1) ?? 0);
  });
});
