import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TransientFailure } from '../../domain/shared/failures.ts';

/**
 * The text of a key's file, which only its owner may read. Where there is none, the first to look makes one; of many at
 * once, one makes it and all read it. Throws TransientFailure where the file can be neither read nor made.
 */
export const keyFileText = async (file: string, make: () => string): Promise<string> => {
  try {
    return (await textIfThere(file)) ?? (await madeText(file, make()));
  } catch (error) {
    throw new TransientFailure(`The key's file: ${codeOf(error) ?? String(error)}`, { cause: error });
  }
};

const textIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

// The key is complete before it gets its name, and a name that is taken is left alone: a half-written or a second key
// would make what was done with the first worthless.
const madeText = async (file: string, text: string): Promise<string> => {
  const temporary = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await link(temporary, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await handle.close();
    await rm(temporary, { force: true });
  }
  return readFile(file, 'utf8');
};

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
