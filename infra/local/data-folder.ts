import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acquireLock, lockFileName } from './data-folder-lock.ts';
import { isObject } from './is-object.ts';
import { StartRefused } from './start-refused.ts';

/** The folder that holds everything the local stack keeps, claimed by this process until it is released. */
export type DataFolder = {
  readonly path: string;
  /** The path of something inside. */
  readonly inside: (...names: readonly string[]) => string;
  /** Writes a file whole or not at all. */
  readonly write: (name: string, text: string, mode?: number) => void;
  readonly remove: (name: string) => void;
  readonly release: () => void;
};

export type DataFolderOptions = {
  readonly path: string;
  /** Begin again: what an earlier stack kept there is deleted. */
  readonly fresh: boolean;
};

/** Rises when an older stack's files can no longer be read. */
export const dataFolderFormat = 3;

const versionFileName = 'version.json';
const holderFileName = 'holder.json';

/**
 * What may lie in a folder that is no data folder yet: the lock, and engines that were fetched and belong to no data.
 */
const isNeutral = (name: string): boolean =>
  name.startsWith(lockFileName) || name === 'engines' || name === holderFileName;

/**
 * Throws StartRefused where the folder is held by another stack, is something else, is damaged or cannot be written.
 */
export const openDataFolder = ({ path, fresh }: DataFolderOptions): DataFolder => {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
    const lock = acquireLock(join(folder, lockFileName));
    if (lock === 'held') throw new StartRefused(heldBy(folder));
    try {
      const opened = dataFolderAt(folder, lock.release);
      prepare(opened, fresh);
      return opened;
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw error instanceof StartRefused ? error : unusable(folder, error);
  }
};

const dataFolderAt = (folder: string, releaseLock: () => void): DataFolder => {
  const inside = (...names: readonly string[]): string => join(folder, ...names);
  const remove = (name: string): void => rmSync(inside(name), { recursive: true, force: true });
  return {
    path: folder,
    inside,
    write: (name, text, mode = 0o644) => {
      const draft = inside(`${name}.${process.pid}.draft`);
      writeFileSync(draft, text, { mode });
      renameSync(draft, inside(name));
    },
    remove,
    release: () => {
      remove(holderFileName);
      releaseLock();
    },
  };
};

const prepare = (folder: DataFolder, fresh: boolean): void => {
  const names = readdirSync(folder.path);
  const isNew = names.every(isNeutral);
  // Without this, `--data ~ --fresh` would empty somebody's home.
  if (!isNew && !names.includes(versionFileName))
    throw new StartRefused(
      `${folder.path} holds other things than the data of a local stack. Choose another folder with --data DIR.`,
    );
  if (fresh) for (const name of names) if (!isNeutral(name)) folder.remove(name);
  if (isNew || fresh) folder.write(versionFileName, `${JSON.stringify({ format: dataFolderFormat })}\n`);
  else checkFormat(folder);
  folder.write(holderFileName, JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() }));
};

const checkFormat = (folder: DataFolder): void => {
  const version = readJson(folder.inside(versionFileName));
  const format = isObject(version) ? version['format'] : undefined;
  if (format === dataFolderFormat) return;
  const found =
    typeof format === 'number'
      ? `was written in format ${format}, and this version of Quipu reads format ${dataFolderFormat}`
      : `is damaged: its ${versionFileName} cannot be read`;
  throw new StartRefused(`The data folder ${folder.path} ${found}. ${beginAgain}`);
};

/** The way out of a folder that cannot be used as it is. */
export const beginAgain = 'Begin again with --fresh, which deletes its data, or choose another folder with --data DIR.';

const heldBy = (folder: string): string => {
  const holder = readJson(join(folder, holderFileName));
  const who =
    isObject(holder) && 'pid' in holder
      ? `the stack with process id ${holder['pid']}, started at ${holder['startedAt']}`
      : 'another stack';
  return `The data folder ${folder} is in use by ${who}. Stop that one first, or choose another folder with --data DIR.`;
};

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

const unusable = (folder: string, error: unknown): StartRefused => {
  const code = isObject(error) ? error['code'] : undefined;
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR')
    return new StartRefused(
      `The data folder ${folder} cannot be used, because there is a file where a folder should be, or the other way ` +
        `round (${detail}). Move it away, or choose another folder with --data DIR.`,
      { cause: error },
    );
  return new StartRefused(
    `The data folder ${folder} cannot be written (${detail}). Give this user the right to write there and some space ` +
      'on the disk, or choose another folder with --data DIR.',
    { cause: error },
  );
};
