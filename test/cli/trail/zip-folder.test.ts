import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { zipFolder } from '../../../cli/trail/zip-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'quipu-zip-'));
afterAll(() => rmSync(root, { recursive: true }));

const texts: Readonly<Record<string, string>> = { b: 'second', 'a/c': 'first', 'a/é;1': '', B: 'capital' };

const folderOf = (name: string, order: readonly string[]): string => {
  const folder = join(root, name);
  mkdirSync(join(folder, 'a'), { recursive: true });
  for (const path of order) writeFileSync(join(folder, path), texts[path] ?? '');
  return folder;
};

/** Reads a zip by its central directory and nothing else. */
const entriesOf = (file: string) => {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const entries: { path: string; method: number; time: number; date: number; text: string }[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    entries.push({
      path: bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)),
      method: bytes.readUInt16LE(at + 10),
      time: bytes.readUInt16LE(at + 12),
      date: bytes.readUInt16LE(at + 14),
      text: bytes.toString('utf8', begin, begin + bytes.readUInt32LE(at + 20)),
    });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
};

describe('a zip of a folder', () => {
  it('has all of it, stored, in order and without a time', async () => {
    const file = join(root, 'one.zip');
    await zipFolder(folderOf('one', Object.keys(texts)), file);
    const [first] = [33];
    expect(entriesOf(file)).toEqual(
      ['B', 'a/c', 'a/é;1', 'b'].map((path) => ({ path, method: 0, time: 0, date: first, text: texts[path] })),
    );
    expect(readdirSync(root).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('is the same whenever and wherever it is made', () => {
    const folder = folderOf('two', Object.keys(texts).toReversed());
    utimesSync(join(folder, 'b'), new Date(2_000_000_000_000), new Date(2_000_000_000_000));
    const hashIn = (zone: string): string => {
      const file = join(root, `${zone.replaceAll('/', '-')}.zip`);
      const program = `import(${JSON.stringify(join(import.meta.dirname, '../../../cli/trail/zip-folder.ts'))})
        .then(({ zipFolder }) => zipFolder(${JSON.stringify(folder)}, ${JSON.stringify(file)}))`;
      execFileSync(process.execPath, ['-e', program], { env: { ...process.env, TZ: zone } });
      return createHash('sha256').update(readFileSync(file)).digest('hex');
    };
    expect(hashIn('Pacific/Kiritimati')).toBe(hashIn('America/Los_Angeles'));
  });

  it('does not appear where a file cannot be read', async () => {
    await expect(zipFolder(join(root, 'nowhere'), join(root, 'three.zip'))).rejects.toThrow();
    expect(readdirSync(root)).not.toContain('three.zip');
  });
});
