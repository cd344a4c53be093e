import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyTrailStory } from '../arbitraries/trail-stories.ts';
import { chanceOf } from '../verifiers/chance.ts';
import { tamperings, tamperWith } from './campaign.ts';
import { type HonestTrail, honestTrails } from './honest-trails.ts';
import { mended } from './mended.ts';
import type { Tally } from './tally.ts';
import { assetsFolder, failedIn, loadVerifier, type TrailFiles, type Verify } from './verifier.ts';

const verifier = readFileSync(join(assetsFolder, 'verify.mjs'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'quipu-verifier-'));
const trails: HonestTrail[] = [];
let verify: Verify;

beforeAll(async () => {
  verify = await loadVerifier();
  const stories = fc.sample(anyTrailStory, { seed: 41, numRuns: 8 });
  // Number 7 has a log of 255 entries, and 0 and 5 have facts whose text is apart.
  for (const [number, story] of stories.entries()) trails.push(...(await honestTrails(story, { folder, number })));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (files: TrailFiles, name: string): string => {
  const target = join(folder, name);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), bytes);
  }
  return target;
};

const trailOf = (kind: string): HonestTrail => {
  const found = trails.find(({ name }) => name.endsWith(kind));
  if (found === undefined) throw new Error(`No trail of ${kind}`);
  return found;
};

describe('the verifier of trails', () => {
  it('accepts what was made', () => {
    expect(trails.length).toBeGreaterThan(20);
    for (const { name, files, key } of trails)
      expect([name, failedIn(verify(files, { keys: [key] }))]).toEqual([name, []]);
  });

  it('refuses what was tampered with, whatever it was', async () => {
    const tallies = new Map<string, Tally>();
    const chance = chanceOf(17);
    const [first] = trails;
    const accepted: string[] = [];
    for (const [number, trail] of trails.entries()) {
      const other = trails[(number + 5) % trails.length] ?? first;
      if (other !== undefined) accepted.push(...(await tamperWith({ trail, other, chance }, { verify, tallies })));
    }
    expect(accepted).toEqual([]);
    expect(Object.keys(tamperings).filter((name) => !tallies.has(name))).toEqual([]);
  }, 120_000);

  it('says which log it is of only to whom the key is known', () => {
    const { files, key } = trailOf('whole');
    const statusOf = (keys: readonly string[]) =>
      verify(files, { keys }).checks.find(({ name }) => name === 'key')?.status;
    expect(statusOf([])).toBe('not checked');
    expect(statusOf([key])).toBe('checked');
    const another = key.replace(/^[^+]*/, 'another');
    expect(failedIn(verify(files, { keys: [another] }))).toEqual(['key']);
  });

  it('reads all of a checkpoint: nothing unseen may stand behind a signature', () => {
    for (const { name, files, key } of trails)
      for (const path of ['checkpoint', 'previous/checkpoint'].filter((each) => files.has(each)))
        for (const unseen of ['\r', '\u2028', '\u2029', ' ', '\n']) {
          const text = (files.get(path) ?? '').toString().replace(/\n$/, `${unseen}\n`);
          const forged = mended(new Map([...files, [path, Buffer.from(text)]]));
          expect([name, path, unseen, failedIn(verify(forged, { keys: [key] }))]).toEqual([
            name,
            path,
            unseen,
            ['signatures'],
          ]);
        }
  });

  it('compares with a checkpoint that was kept, of any size that a whole log has been', () => {
    for (const { name, files, key, checkpoints } of trails.filter(({ name }) => name.endsWith('whole')))
      for (const checkpoint of checkpoints) {
        const failed = failedIn(verify(files, { keys: [key], checkpoint }));
        expect([name, failed]).toEqual([name, []]);
      }
    const { files, key, checkpoints } = trailOf('whole');
    const [, , root = ''] = (checkpoints[0] ?? '').split('\n');
    const forged = (checkpoints[0] ?? '').replace(root, Buffer.alloc(32).toString('base64'));
    expect(failedIn(verify(files, { keys: [key], checkpoint: forged }))).toEqual(['kept']);
  });

  it('ends with 0, 1 or 2', () => {
    const { files, key, checkpoints } = trailOf('whole');
    const [good, bad] = [written(files, 'good'), written(new Map([...files, ['more', Buffer.from('more')]]), 'bad')];
    writeFileSync(join(folder, 'kept'), checkpoints[0] ?? '');
    const exitOf = (...words: readonly string[]) =>
      spawnSync(process.execPath, [join(good, 'verify.mjs'), ...words], { encoding: 'utf8' });
    expect(exitOf()).toMatchObject({ status: 0, stderr: '' });
    expect(exitOf(good, '--key', key, '--checkpoint', join(folder, 'kept')).status).toBe(0);
    expect(JSON.parse(exitOf(bad, '--json').stdout)).toMatchObject({ ok: false });
    expect(exitOf(bad)).toMatchObject({ status: 1, stdout: expect.stringContaining('more is ') });
    for (const words of [
      ['--key'],
      ['--key', 'none'],
      ['--what'],
      [good, bad],
      ['--checkpoint', join(folder, 'nowhere')],
    ])
      expect(exitOf(...words).status).toBe(2);
  });

  it('refuses a folder with links, whatever they lead to, and reads nothing outside it', () => {
    const { files } = trailOf('whole');
    const outside = join(folder, 'outside');
    for (const [name, link] of [
      ['same', (target: string) => symlinkSync(outside, join(target, 'checkpoint'))],
      ['endless', (target: string) => symlinkSync('/dev/zero', join(target, 'checkpoint'))],
      ['folder', (target: string) => symlinkSync(folder, join(target, 'camt053'))],
      ['more', (target: string) => symlinkSync(outside, join(target, 'more'))],
    ] as const) {
      const target = written(files, `link ${name}`);
      writeFileSync(outside, files.get('checkpoint') ?? '');
      if (name !== 'more') rmSync(join(target, name === 'folder' ? 'camt053' : 'checkpoint'), { recursive: true });
      link(target);
      const { status, stdout } = spawnSync(process.execPath, [join(target, 'verify.mjs')], { encoding: 'utf8' });
      expect([name, status, stdout]).toEqual([name, 1, expect.stringContaining('is a link, or no file')]);
    }
  });

  it('is one short file that needs nothing', () => {
    const lines = verifier.replace(/\n$/, '').split('\n');
    expect(lines.length).toBeLessThanOrEqual(500);
    expect(lines.filter((line) => [...line].length > 120)).toEqual([]);
    const imported = [...verifier.matchAll(/from '([^']*)'|import\(([^)]*)\)/g)].map(([, name]) => name);
    expect(imported).toEqual(['node:crypto', 'node:fs', 'node:path']);
    expect(verifier).not.toMatch(/fetch\(|https?:|node:net|process\.env/);
  });

  it.each(['VERIFY.md', 'report.html'])('knows %s as it is; if not: node test/trail-verifier/pin-pages.ts', (name) => {
    const hash = createHash('sha256').update(readFileSync(join(assetsFolder, name)));
    expect(verifier).toContain(hash.digest('hex'));
  });
});
