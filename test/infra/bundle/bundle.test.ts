import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Bundles, bundleFunctions } from '../../../infra/bundle.ts';

const sourceFolder = join(import.meta.dirname, 'functions');
const run = promisify(execFile);

let folder: string;
let bundles: Bundles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quipu-bundle-'));
  bundles = await bundleFunctions({ sourceFolder, targetFolder: join(folder, 'one') });
});
afterAll(() => rm(folder, { recursive: true }));

const codeOf = (from: Bundles, name: string): string => join(from[name] ?? '', 'index.mjs');

/** Calls a bundled handler as Lambda does: in a process of its own, which has nothing but the bundle. */
const call = async (name: string, event: object): Promise<string> => {
  const [code, payload] = [codeOf(bundles, name), event].map((value) => JSON.stringify(value));
  const program = `import(${code}).then((bundle) => bundle.handler(${payload}))
    .then(console.log, (error) => console.log(error.constructor.name))`;
  return (await run(process.execPath, ['-e', program], { cwd: folder })).stdout.trim();
};

describe('bundle', () => {
  it('is made of each folder that has a handler, and of no other', () => {
    expect(Object.keys(bundles)).toEqual(['first', 'second']);
  });

  it('runs without anything beside it', async () => {
    expect(await call('first', { amount: '12.50' })).toBe('13.50');
    expect(await call('second', {})).toBe('Shared');
  });

  it('keeps the names of classes, which state machines and stack traces show', async () => {
    expect(await call('first', { amount: 'fail' })).toBe('Shared');
  });

  it('holds nothing but the code', async () => {
    await writeFile(join(bundles['first'] ?? '', 'left-over.js'), '');
    await bundleFunctions({ sourceFolder, targetFolder: join(folder, 'one') });
    expect(await readdir(bundles['first'] ?? '')).toEqual(['index.mjs']);
    expect(await readdir(join(folder, 'one', 'maps', 'first'))).toEqual(['index.mjs.map']);
  });

  it('takes along what the function has as assets, and nothing that it had once', async () => {
    const assets = join(bundles['second'] ?? '', 'assets');
    await writeFile(join(assets, 'left-over.html'), '');
    await bundleFunctions({ sourceFolder, targetFolder: join(folder, 'one') });
    expect((await readdir(bundles['second'] ?? '')).sort()).toEqual(['assets', 'index.mjs']);
    expect(await readdir(assets)).toEqual(['page.html']);
    expect(await readFile(join(assets, 'page.html'), 'utf8')).toBe('as it is\n');
    expect((await stat(join(assets, 'page.html'))).mtime.toISOString()).toBe('2000-01-01T00:00:00.000Z');
  });

  it('is the same, byte for byte and to its time of change, however often it is made', async () => {
    const again = await bundleFunctions({ sourceFolder, targetFolder: join(folder, 'two') });
    for (const name of Object.keys(bundles)) {
      expect(await readFile(codeOf(again, name))).toEqual(await readFile(codeOf(bundles, name)));
      const [before, after] = await Promise.all([stat(codeOf(bundles, name)), stat(codeOf(again, name))]);
      expect(after.mtimeMs).toBe(before.mtimeMs);
    }
    expect((await stat(codeOf(bundles, 'first'))).mtime.toISOString()).toBe('2000-01-01T00:00:00.000Z');
  });

  it('is not made of a source that cannot be bundled', async () => {
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'handler.ts'), "export { missing } from './nowhere.ts';");
    await expect(bundleFunctions({ sourceFolder: folder, targetFolder: join(folder, 'three') })).rejects.toThrow(
      'nowhere.ts',
    );
  });
});
