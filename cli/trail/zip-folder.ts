import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';

/** The same in every zip: 1980-01-01 00:00:00, which is the first moment that the format knows, in whatever zone. */
const time = new Date(1980, 0, 1, 0, 0, 0);
const mode = 0o100644;

/**
 * Puts all files of a folder into one zip, stored as they are, in the order of their paths and with fixed times: the
 * same files give the same bytes. The zip appears whole or not at all.
 */
export const zipFolder = async (folder: string, file: string): Promise<void> => {
  const zip = new yazl.ZipFile();
  for (const path of await pathsIn(folder))
    zip.addFile(join(folder, path), path, { mtime: time, mode, compress: false, forceDosTimestamp: true });
  zip.end();
  const partial = `${file}.partial`;
  // What cannot be read is told by the zip itself, and not by its stream.
  const failed = once(zip, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([pipeline(zip.outputStream, createWriteStream(partial)), failed]);
  await rename(partial, file);
};

/** By code units, which is how a trail is ordered everywhere. */
const pathsIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
};
