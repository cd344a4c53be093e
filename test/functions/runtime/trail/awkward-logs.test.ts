import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { headsName } from '../../../../domain/audit/close/close-place.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../../../functions/runtime/trail/make-trail.ts';
import { closedLog, day } from '../../../support/closed-log.ts';
import { accountId, entryBody, leg, open, post } from '../../../support/test-ledger.ts';
import { closeAndSeal, everything, filesIn, madeTrail, marketLog, temporaryFolders } from './trail-parts.ts';

const folders = temporaryFolders();
afterAll(folders.remove);

const attempt = (
  archive: Parameters<typeof makeTrail>[0]['archive'],
  more: Partial<Parameters<typeof makeTrail>[0]> = {},
) =>
  makeTrail({
    ...{ ledger: 'main', asked: everything, archive, digest: bytesSha256 },
    ...{ assetsFolder: folders.assetsFolder, folder: folders.fresh(), ...more },
  });

describe('a trail', () => {
  it('does not end at a close that no checkpoint is over', async () => {
    const log = await marketLog();
    await log.close(day(3));
    const made = await madeTrail(log.archive, { ...folders, folder: folders.fresh() });
    expect(made.policy.covers.closingClose).toBe(log.closes.at(-1));
  });

  it('is not misled by heads that no entry states', async () => {
    const log = await marketLog();
    await log.archive.create(headsName('main', 2), 'nobody stated this\n');
    const made = await madeTrail(log.archive, {
      ...folders,
      folder: folders.fresh(),
      asked: { ...everything, from: day(-1) },
    });
    expect(made.policy.covers).toMatchObject({ openingClose: null, closingClose: log.closes.at(-1) });
  });

  it('is refused where there is no log, or none that was closed', async () => {
    const log = closedLog();
    expect(await attempt(log.archive)).toMatchObject({ rejection: { code: 'NoClose' } });
    await open(log.ledger, 'assets:bank');
    await log.archiveNew();
    await log.seal();
    expect(await attempt(log.archive)).toMatchObject({ rejection: { code: 'NoClose' } });
  });

  it('is refused where it covers more entries than it may, and is made of as many', async () => {
    const log = await marketLog();
    const entries = (log.closes.at(-1) ?? 0) + 1;
    expect(await attempt(log.archive, { entriesMaximum: entries })).toMatchObject({ ok: true });
    expect(await attempt(log.archive, { entriesMaximum: entries - 1 })).toMatchObject({
      rejection: { code: 'TrailTooLarge' },
    });
  });

  it('is not made of heads that are not what their close states', async () => {
    const log = await marketLog();
    const other = {
      ...log.archive,
      read: async (name: string) => (await log.archive.read(name))?.replace('fees', 'feet'),
    };
    await expect(attempt(other)).rejects.toMatchObject({ name: 'InvariantViolation' });
  });

  it('is made of a ledger without accounts', async () => {
    const log = closedLog();
    await closeAndSeal(log, 0);
    const folder = folders.fresh();
    const made = await madeTrail(log.archive, { ...folders, folder });
    expect(made.policy.covers).toMatchObject({ firstIndex: 0, endIndex: 1 });
    expect(filesIn(folder)).toMatchObject({ 'heads/closing.jsonl': '', 'journal.beancount': '' });
  });

  it('has the text of a fact that is too long for an entry, where it is chosen', async () => {
    const log = closedLog();
    const [one, other] = ['a', 'b'].map((letter) => letter.repeat(99));
    for (const id of [one, other, 'rest']) await open(log.ledger, id ?? '');
    const legs = Array.from({ length: 50 }, () => [
      leg(one ?? '', 'debit', '1.00'),
      leg(other ?? '', 'credit', '1.00'),
    ]);
    const metadata = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`key-${index}`, 'é'.repeat(1_500)]));
    await post(log.ledger, 'long', { ...entryBody(legs.flat()), metadata });
    await closeAndSeal(log, 0);
    const [texts = '', ...more] = await log.archive.list('texts/main/', undefined, 10);
    expect(more).toEqual([]);
    const text = await log.archive.read(texts);
    const folder = folders.fresh();
    await madeTrail(log.archive, { ...folders, folder });
    const files = filesIn(folder);
    const hash = Buffer.from(texts.slice('texts/main/'.length, -'.json'.length), 'base64url').toString('hex');
    expect(files[`text/${hash}`]).toBe(Buffer.from(text ?? '').toString('latin1'));
    expect(files['journal.ledger']).toContain(`${one}  0.00 USD = 50.00 USD`);
    rmSync(join(folder, 'text', hash));
    await madeTrail(log.archive, { ...folders, folder });
    expect(filesIn(folder)).toEqual(files);
    const elsewhere = folders.fresh();
    await madeTrail(log.archive, {
      ...folders,
      folder: elsewhere,
      asked: { ...everything, accounts: [accountId('rest')] },
    });
    expect(Object.keys(filesIn(elsewhere)).filter((path) => path.startsWith('text/'))).toEqual([]);
  });
});
