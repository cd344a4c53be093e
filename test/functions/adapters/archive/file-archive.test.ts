import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { archiveAt } from '../../../../functions/adapters/archive/archive-at.ts';
import { fileArchive } from '../../../../functions/adapters/archive/file-archive.ts';
import { archiveContract } from '../../../contract/archive.ts';

const root = mkdtempSync(join(tmpdir(), 'quipu archive '));
let folders = 0;
const freshFolder = (): string => join(root, `${folders++}`);

afterAll(() => rmSync(root, { recursive: true, force: true }));

archiveContract('in a folder', async () => archiveAt(pathToFileURL(freshFolder()).href));

describe('the archive in a folder', () => {
  it('leaves nothing half written behind', async () => {
    const folder = freshFolder();
    const archive = fileArchive(folder);
    await Promise.all(['one', 'one', 'two'].map((name) => archive.create(name, name)));
    expect(readdirSync(join(folder, '.incoming'))).toEqual([]);
  });

  it('fails for a passing reason where the folder cannot be written', async () => {
    const folder = freshFolder();
    await fileArchive(folder).create('file', '');
    await expect(fileArchive(join(folder, 'file')).create('a', '')).rejects.toMatchObject({ name: 'TransientFailure' });
  });
});

describe('an archive', () => {
  it.each(['', 'archive', 'http://bucket', 's3:///prefix'])('is not named by %j', (url) => {
    expect(() => archiveAt(url)).toThrow(expect.objectContaining({ name: 'PermanentFailure' }));
  });
});
