import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Every bundled file was last changed then, so that the hash of a folder depends on its bytes alone. */
const timeOfChange = new Date('2000-01-01T00:00:00.000Z');

/** Writes the file whole or not at all: a stack that runs from the same folder never sees half of it. */
export const writeIfChanged = async (path: string, contents: Uint8Array): Promise<void> => {
  const present = await readFile(path).catch(() => undefined);
  if (present === undefined || !present.equals(contents)) {
    const partial = `${path}.${process.pid}.partial`;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, contents);
    await rename(partial, path);
  }
  await utimes(path, timeOfChange, timeOfChange);
};

/** Removes from the folder what an earlier bundle left there. */
export const keepOnly = async (folder: string, names: readonly string[]): Promise<void> => {
  const left = (await readdir(folder)).filter((name) => !names.includes(name) && !name.endsWith('.partial'));
  await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true, force: true })));
};
