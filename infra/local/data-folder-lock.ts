import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isObject } from './is-object.ts';

/** The exclusive claim of one process on a data folder. */
export type DataFolderLock = { readonly release: () => void };

/** The file that carries the lock; it never holds anything. */
export const lockFileName = 'lock';

/**
 * Claims the lock file, or answers `held` when another process (or this one) has it. The claim is SQLite's lock on the
 * file, which the operating system drops with the process: after a kill -9 there is no stale lock to tell from a live
 * one, and no moment in which two starts could both believe that they took it over. Throws what the file system throws.
 */
export const acquireLock = (file: string): DataFolderLock | 'held' => {
  try {
    return claim(file);
  } catch (error) {
    if (hasCode(error, sqliteNotADatabase)) {
      // A damaged lock cannot be held by anybody, and nothing is lost with it.
      rmSync(file);
      return acquireLock(file);
    }
    if (hasCode(error, sqliteBusy)) return 'held';
    throw error;
  }
};

const sqliteBusy = 5;
const sqliteNotADatabase = 26;

const claim = (file: string): DataFolderLock => {
  const database = new DatabaseSync(file);
  try {
    // In memory, because there is never anything to roll back, and a journal file would only look like data.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return { release: () => database.close() };
};

const hasCode = (error: unknown, code: number): boolean => isObject(error) && error['errcode'] === code;
