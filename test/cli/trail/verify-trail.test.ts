import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zipFolder } from '../../../cli/trail/zip-folder.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { makeTrail } from '../../../functions/runtime/trail/make-trail.ts';
import { closedLog, day } from '../../support/closed-log.ts';
import { entryOf, open, post } from '../../support/test-ledger.ts';
import { assetsFolder } from '../../trail-verifier/verifier.ts';
import { spoken } from '../spoken.ts';

const folder = mkdtempSync(join(tmpdir(), 'quipu-verify-'));
const [trail, zip, tampered] = [join(folder, 'trail'), join(folder, 'trail.zip'), join(folder, 'tampered.zip')];
let key = '';

beforeAll(async () => {
  const log = closedLog();
  await open(log.ledger, 'assets:bank');
  await open(log.ledger, 'equity:owner', { type: 'equity' });
  await post(log.ledger, 'one', entryOf('assets:bank', 'equity:owner', '10.00'));
  await log.archiveNew();
  await log.close(day(0));
  await log.seal();
  const asked = { from: null, to: null, accounts: null };
  const options = { ledger: 'main', asked, archive: log.archive, digest: bytesSha256, assetsFolder };
  const made = await makeTrail({ ...options, folder: trail });
  key = made.ok ? (made.value.policy.keys[0] ?? '') : '';
  await zipFolder(trail, zip);
  await makeTrail({ ...options, folder: join(folder, 'other') });
  writeFileSync(join(folder, 'other', 'ads', 'trial-balance.csv'), 'nothing\n');
  await zipFolder(join(folder, 'other'), tampered);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The zip with a name of as many characters in the place of another: at the file, or in the directory at the end. */
const renamed = (bytes: Buffer, place: 'file' | 'directory', [name, other]: readonly [string, string]): Buffer => {
  const changed = Buffer.from(bytes);
  changed.write(other, place === 'file' ? bytes.indexOf(name) : bytes.lastIndexOf(name));
  return changed;
};

describe('quipu audit verify', () => {
  it.each([
    ['a folder', trail],
    ['a zip', zip],
  ])('checks %s', async (_, where) => {
    const { exitCode, out } = await spoken(['audit', 'verify', where, '--key', key]);
    expect(out).toContain('checked     exports');
    expect(out).toContain('all that was checked holds');
    expect(exitCode).toBe(0);
  });

  it('refuses what was tampered with, and says what it was', async () => {
    const { exitCode, out } = await spoken(['audit', 'verify', tampered, '--json']);
    expect(exitCode).toBe(1);
    const { checks } = JSON.parse(out);
    expect(checks[0]).toMatchObject({ name: 'files', status: 'failed' });
    expect(checks[0].faults[0]).toContain('ads/trial-balance.csv');
  });

  it.each([
    [
      'the same name twice',
      /there twice/,
      (bytes: Buffer) => renamed(bytes, 'directory', ['verify.mjs', 'checkpoint']),
    ],
    ['two names for a file', /elsewhere/, (bytes: Buffer) => renamed(bytes, 'file', ['VERIFY.md', 'VERIFY.mq'])],
    ['no end', /is not a zip, or is damaged/, (bytes: Buffer) => bytes.subarray(0, -1)],
    [
      'more behind its end',
      /is not a zip, or is damaged/,
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')]),
    ],
  ])('refuses a zip with %s', async (_, why, changed) => {
    const where = join(folder, 'changed.zip');
    writeFileSync(where, changed(readFileSync(zip)));
    const { exitCode, out, err } = await spoken(['audit', 'verify', where, '--key', key]);
    expect([exitCode, `${out}${err}`]).toEqual([1, expect.stringMatching(why)]);
  });

  it('tells wrong use from what is not there', async () => {
    expect((await spoken(['audit', 'verify', trail, '--key', 'none'])).exitCode).toBe(2);
    expect((await spoken(['audit', 'verify'])).exitCode).toBe(2);
    expect((await spoken(['audit', 'verify', join(folder, 'nowhere')])).exitCode).toBe(1);
    expect((await spoken(['audit', 'verify', trail, '--checkpoint', join(folder, 'nowhere')])).exitCode).toBe(1);
    writeFileSync(join(folder, 'text.zip'), 'no zip at all, however long it may be');
    expect((await spoken(['audit', 'verify', join(folder, 'text.zip')])).exitCode).toBe(1);
  });
});
