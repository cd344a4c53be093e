import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Piece } from '../../../domain/audit/trail/trail-export.ts';

/** Files of a folder that grow under other names, until each is complete and gets its own. */
export type GrowingFiles = {
  /** Adds to files; what is added is written when there is enough of it. */
  readonly add: (pieces: Iterable<Piece>) => void;
  readonly flushIfFull: () => Promise<void>;
  readonly flush: () => Promise<void>;
  readonly complete: (path: string) => Promise<void>;
};

/** What waits to be written to a file. Most of it is bytes, which the garbage collector does not have to look at. */
type Waiting = { text: string; readonly chunks: Buffer[] };

/** How much waits in memory before it is written, in characters: of all files, and of one before it is made bytes. */
const charactersMaximum = 24_000_000;
const charactersOfText = 16_384;
const filesAtOnce = 32;

const partSuffix = '.part';
const frontSuffix = '.front';

/** The name that a file has until it is complete. */
export const partOf = (path: string): string => `${path}${partSuffix}`;

const frontOf = (path: string): string => `${path}${frontSuffix}`;

export const growingFiles = (folder: string): GrowingFiles => {
  const waiting = new Map<string, Waiting>();
  let characters = 0;
  const flush = async (): Promise<void> => {
    const files = [...waiting];
    waiting.clear();
    characters = 0;
    for (let at = 0; at < files.length; at += filesAtOnce)
      await Promise.all(files.slice(at, at + filesAtOnce).map(([path, file]) => append(join(folder, path), file)));
  };
  return {
    flush,
    flushIfFull: async () => (characters < charactersMaximum ? undefined : flush()),
    add: (pieces) => {
      for (const { path, text, isInFront } of pieces) {
        const name = isInFront === true ? frontOf(path) : partOf(path);
        const file = waiting.get(name) ?? { text: '', chunks: [] };
        waiting.set(name, file);
        file.text += text;
        characters += text.length;
        if (file.text.length >= charactersOfText) bytesOfText(file);
      }
    },
    complete: (path) => complete(folder, path),
  };
};

const bytesOfText = (file: Waiting): void => {
  file.chunks.push(Buffer.from(file.text));
  file.text = '';
};

const append = async (path: string, file: Waiting): Promise<void> => {
  bytesOfText(file);
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, Buffer.concat(file.chunks));
};

// What goes in front is known last, so the rest is put behind it.
const complete = async (folder: string, path: string): Promise<void> => {
  const [part, front] = [join(folder, partOf(path)), join(folder, frontOf(path))];
  if (await isThere(front)) {
    await pipeline(createReadStream(part), createWriteStream(front, { flags: 'a' }));
    await rename(front, join(folder, path));
    await rm(part);
  } else await rename(part, join(folder, path));
};

/** Removes what somebody left who was stopped. */
export const removeUnfinished = async (folder: string): Promise<void> => {
  const names = await readdir(folder, { recursive: true });
  const unfinished = names.filter((name) => name.endsWith(partSuffix) || name.endsWith(frontSuffix));
  for (const name of unfinished) await rm(join(folder, name));
};

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;
