import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Piece } from '../../../domain/audit/trail/trail-export.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { growingFiles, partOf, removeUnfinished } from './growing-files.ts';
import { isTrailFile, type TrailFile } from './trail-manifest.ts';

/**
 * A folder in which a trail is made. Whoever is stopped there goes on there: a file is written under another name, gets
 * its own when it is complete, and is then noted with its hash.
 */
export type TrailFolder = {
  /** Whether the file is complete, and still hashes to what was noted of it. */
  readonly has: (path: string) => boolean;
  /** Whether a file that was complete once is gone, or is another now. */
  readonly hasLost: boolean;
  /** Writes a whole file. */
  readonly write: (path: string, body: string | Uint8Array) => Promise<void>;
  /** Adds to a file that grows; what is added is written when there is enough of it. */
  readonly add: (pieces: Iterable<Piece>) => void;
  readonly flushIfFull: () => Promise<void>;
  /** Completes files that grew. */
  readonly finish: (paths: readonly string[]) => Promise<void>;
  /** All complete files, in the order of their paths. */
  readonly files: () => readonly TrailFile[];
};

/** What is noted while a trail is made; the end of making it removes it. */
export const notesName = '.making.jsonl';

/** Opens a folder whose notes are of the trail that is to be made; begins where it has none. */
export const openTrailFolder = async (folder: string): Promise<TrailFolder> => {
  const complete = new Map<string, TrailFile>();
  const notes = await noted(folder);
  for (const file of notes) if (await isAsNoted(folder, file)) complete.set(file.path, file);
  const growing = growingFiles(folder);
  await removeUnfinished(folder);
  const note = async (path: string): Promise<void> => {
    const file = await hashed(folder, path);
    complete.set(path, file);
    await appendFile(join(folder, notesName), `${canonicalJson(file)}\n`);
  };
  return {
    has: (path) => complete.has(path),
    hasLost: notes.some(({ path }) => !complete.has(path)),
    write: async (path, body) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, partOf(path)), body);
      await rename(join(folder, partOf(path)), join(folder, path));
      await note(path);
    },
    add: growing.add,
    flushIfFull: growing.flushIfFull,
    finish: async (paths) => {
      await growing.flush();
      for (const path of paths) {
        await growing.complete(path);
        await note(path);
      }
    },
    files: () => [...complete.values()].sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
};

const noted = async (folder: string): Promise<readonly TrailFile[]> => {
  const notes = await readFile(join(folder, notesName), 'utf8').catch(() => '');
  return notes.split('\n').flatMap((line) => {
    try {
      const file: unknown = JSON.parse(line);
      return isTrailFile(file) ? [file] : [];
    } catch {
      // Who was stopped while noting left half a line.
      return [];
    }
  });
};

const isAsNoted = async (folder: string, { path, sha256, size }: TrailFile): Promise<boolean> => {
  const there = await stat(join(folder, path)).catch(() => undefined);
  return there?.size === size && (await hashed(folder, path)).sha256 === sha256;
};

/** The hash and the size in bytes of a file, which is never in memory as a whole. */
export const hashed = async (folder: string, path: string): Promise<TrailFile> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(join(folder, path))) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { path, sha256: hash.digest('hex'), size };
};
