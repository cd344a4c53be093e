import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { bytesOf } from '../../../../domain/audit/log/bytes.ts';
import type { TrailAsked } from '../../../../domain/audit/trail/trail-policy.ts';
import { bytesSha256 } from '../../../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../../../functions/runtime/trail/make-trail.ts';
import { day } from '../../../support/closed-log.ts';
import { accountId } from '../../../support/test-ledger.ts';
import { everything, filesIn, madeTrail, marketLog, temporaryFolders } from './trail-parts.ts';

const folders = temporaryFolders();
afterAll(folders.remove);

const log = await marketLog();
const [first = 0, second = 0, third = 0] = log.closes;

const trailOf = async (asked: TrailAsked) => {
  const folder = folders.fresh();
  const made = await madeTrail(log.archive, { ...folders, asked, folder });
  return { ...made, files: filesIn(folder), folder };
};

describe('a trail of everything', () => {
  it('has the whole log at its checkpoint, and nothing of the archive but that', async () => {
    const { files, policy } = await trailOf(everything);
    expect(policy).toMatchObject({
      mode: 'whole',
      covers: { firstIndex: 0, endIndex: third + 1, openingClose: null, closingClose: third },
      origin: 'quipu/test/main',
      keys: [expect.stringMatching(/^quipu\/test\/main\+[0-9a-f]{8}\+/)],
    });
    const size = third + 1;
    expect(Object.keys(files)).toEqual([
      'VERIFY.md',
      ...['chart-of-accounts', 'gl-detail', 'trial-balance'].map((name) => `ads/${name}.csv`),
      ...['assets.bank', 'fees', 'sellers.1', 'sellers.2'].map((name) => `camt053/${name}.xml`),
      ...['checkpoint', 'heads/closing.jsonl', 'journal.beancount', 'journal.hledger', 'journal.ledger'],
      ...['manifest.json', 'policy.json', 'report.html', 'saf-t.xml'],
      ...[`tile/0/000.p/${size}`, `tile/entries/000.p/${size}`, 'verify.mjs'],
    ]);
    for (const path of ['checkpoint', `tile/0/000.p/${size}`, `tile/entries/000.p/${size}`]) {
      const name = path === 'checkpoint' ? `log/main/checkpoint/${size}` : `log/main/${path}`;
      expect(files[path]).toBe(Buffer.from((await log.archive.readBytes(name)) ?? '').toString('latin1'));
    }
  });

  it('is the same twice, byte for byte', async () => {
    const [one, other] = [await trailOf(everything), await trailOf(everything)];
    expect(one.files).toEqual(other.files);
    expect(one.hash).toBe(other.hash);
  });

  it('has the hash of each of its files in the manifest, but for those that are in every trail', async () => {
    const { files } = await trailOf(everything);
    const { files: listed } = JSON.parse(files['manifest.json'] ?? '');
    const others = ['VERIFY.md', 'manifest.json', 'report.html', 'verify.mjs'];
    expect(listed).toEqual(
      Object.entries(files)
        .filter(([path]) => !others.includes(path))
        .map(([path, text]) => ({
          path,
          sha256: Buffer.from(bytesSha256(Buffer.from(text, 'latin1'))).toString('hex'),
          size: text.length,
        })),
    );
  });
});

describe('a trail of a period', () => {
  it('lies between the close at or before its beginning and the one at or after its end', async () => {
    const covers = async (asked: Partial<TrailAsked>) => {
      const made = await trailOf({ ...everything, ...asked });
      const { openingClose, closingClose } = made.policy.covers;
      return [openingClose, closingClose];
    };
    expect(await covers({ from: day(0) })).toEqual([first, third]);
    expect(await covers({ from: day(0.5) })).toEqual([first, third]);
    expect(await covers({ from: day(-1) })).toEqual([null, third]);
    expect(await covers({ to: day(0) })).toEqual([null, first]);
    expect(await covers({ to: day(0.1) })).toEqual([null, second]);
    expect(await covers({ from: day(0), to: day(1) })).toEqual([first, second]);
    expect(await covers({ from: day(1), to: day(1) })).toEqual([second, third]);
  });

  it('is refused where no close ends it', async () => {
    for (const asked of [
      { ...everything, from: day(2) },
      { ...everything, to: day(2.1) },
    ]) {
      const options = { ledger: 'main', archive: log.archive, digest: bytesSha256, ...folders };
      const made = await makeTrail({ ...options, asked, folder: folders.fresh() });
      expect(made).toMatchObject({ ok: false, rejection: { code: 'NoClose' } });
    }
  });

  it('has its own entries with the closes that it lies between, and both heads', async () => {
    const { files, policy } = await trailOf({ ...everything, from: day(0), to: day(1) });
    expect(policy.mode).toBe('extract');
    const indexes = (files['extract.jsonl'] ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).index);
    expect(indexes).toEqual(Array.from({ length: second - first + 1 }, (_, position) => first + position));
    expect(files['heads/opening.jsonl']).toBe(await log.archive.read(`log/main/heads/${first}`));
    expect(files['heads/closing.jsonl']).toBe(await log.archive.read(`log/main/heads/${second}`));
    expect(files['checkpoint']).toBe(await log.archive.read(`log/main/checkpoint/${second + 1}`).then(latin1));
    expect(files['previous/checkpoint']).toBe(await log.archive.read(`log/main/checkpoint/${first + 1}`).then(latin1));
    expect(files['previous/consistency']).toMatch(new RegExp(`^old ${first + 1}\n`));
    expect(Object.keys(files).some((path) => path.startsWith('tile/'))).toBe(false);
  });
});

const latin1 = (text: string | undefined): string => Buffer.from(bytesOf(text ?? '')).toString('latin1');

describe('a trail of some accounts', () => {
  it('has the entries that touch them, and their heads', async () => {
    const { files } = await trailOf({
      ...everything,
      from: day(0),
      accounts: [accountId('sellers:2'), accountId('fees')],
    });
    const entries = (files['extract.jsonl'] ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(JSON.parse(line).entry));
    expect(entries.map(({ close, what }) => (close === undefined ? what : 'close'))).toEqual([
      'close',
      'AccountOpened',
      'JournalEntryPosted',
      'close',
      'close',
    ]);
    const heads = (path: string) =>
      (files[path] ?? '')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(JSON.parse(line).line).accountId);
    expect(heads('heads/opening.jsonl')).toEqual(['fees']);
    expect(heads('heads/closing.jsonl')).toEqual(['fees', 'sellers:2']);
  });

  it('is refused where one of them was not open', async () => {
    const asked = { ...everything, to: day(0), accounts: [accountId('sellers:2')] };
    const options = { ledger: 'main', archive: log.archive, digest: bytesSha256, ...folders };
    expect(await makeTrail({ ...options, asked, folder: folders.fresh() })).toMatchObject({
      rejection: { code: 'UnknownAccount', detail: expect.stringContaining('sellers:2') },
    });
  });
});

describe('a folder', () => {
  it('that holds something else is left alone', async () => {
    const { folder } = await trailOf(everything);
    const other = { ...folders, folder, asked: { ...everything, from: day(0) } };
    await expect(madeTrail(log.archive, other)).rejects.toMatchObject({ name: 'PermanentFailure' });
  });

  it('that holds the trail has only repaired what is not as it was', async () => {
    const { folder, files } = await trailOf(everything);
    rmSync(join(folder, 'camt053/fees.xml'));
    writeFileSync(join(folder, 'journal.ledger'), (files['journal.ledger'] ?? '').replace('100.00', '900.00'));
    const reads: string[] = [];
    const readBytes = (name: string) => {
      reads.push(name);
      return log.archive.readBytes(name);
    };
    const watched = { ...log.archive, readBytes };
    await madeTrail(watched, { ...folders, folder });
    expect(filesIn(folder)).toEqual(files);
    // Tiles are as they were, and are not fetched again.
    expect(reads.filter((name) => name.includes('/tile/0/'))).toEqual([]);
  });
});
