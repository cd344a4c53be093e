import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type DataFolder, openDataFolder } from '../../../../infra/local/data-folder.ts';
import { temporaryFolder } from './small-stack.ts';

const open = (path: string, fresh = false): DataFolder => openDataFolder({ path, fresh });

describe('data folder', () => {
  it('is made where there is none', () => {
    const folder = open(join(temporaryFolder(), 'a', 'b'));
    expect(readdirSync(folder.path).sort()).toEqual(['holder.json', 'lock', 'version.json']);
    folder.release();
  });

  it('has one holder at a time, and says who', () => {
    const folder = open(temporaryFolder());
    expect(() => open(folder.path)).toThrow(`in use by the stack with process id ${process.pid}`);
    folder.release();
    open(folder.path).release();
  });

  it('is not emptied while somebody holds it', () => {
    const folder = open(temporaryFolder());
    folder.write('precious', 'data');
    expect(() => open(folder.path, true)).toThrow('in use');
    expect(existsSync(folder.inside('precious'))).toBe(true);
    folder.release();
  });

  it('is emptied when asked to, except of the engines that were fetched', () => {
    const folder = open(temporaryFolder());
    folder.write('precious', 'data');
    mkdirSync(folder.inside('engines'));
    folder.release();

    const again = open(folder.path, true);
    expect(readdirSync(again.path).sort()).toEqual(['engines', 'holder.json', 'lock', 'version.json']);
    again.release();
  });

  it('is never a folder of something else, least of all to be emptied', () => {
    const path = temporaryFolder();
    writeFileSync(join(path, 'thesis.txt'), 'ten years of work');
    expect(() => open(path)).toThrow('holds other things');
    expect(() => open(path, true)).toThrow('holds other things');
    expect(existsSync(join(path, 'thesis.txt'))).toBe(true);
  });

  it.each([
    ['damaged', 'not json', 'is damaged'],
    // All tables were in one file then.
    ['of the format before', '{"format":2}', 'was written in format 2'],
    ['of a later format', '{"format":99}', 'was written in format 99'],
  ])('is refused if it is %s, with what to do', (_what, text, message) => {
    const folder = open(temporaryFolder());
    folder.write('version.json', text);
    folder.release();
    expect(() => open(folder.path)).toThrow(message);
    expect(() => open(folder.path)).toThrow('--fresh');
    open(folder.path, true).release();
  });

  it('takes over a lock whose file is damaged', () => {
    const path = temporaryFolder();
    writeFileSync(join(path, 'lock'), 'x'.repeat(4_096));
    open(path).release();
  });

  it('is refused where a file is in its place', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    expect(() => open(path)).toThrow(/a file where a folder should be.*--data/s);
    expect(() => open(join(path, 'inside'))).toThrow(/a file where a folder should be.*--data/s);
  });

  // sysfs takes no new folders from anybody, root included.
  (process.platform === 'linux' ? it : it.skip)('is refused where nothing can be written', () => {
    expect(() => open('/sys/quipu')).toThrow(/cannot be written.*--data/s);
  });
});
