import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Archive } from '../../../domain/ports/archive.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { checkedName } from './object-name.ts';

/** Where objects are written before they get their name; begins with a dot, as no name of an object may. */
const incoming = '.incoming';

/**
 * The archive in a folder, one file an object. An object appears whole or not at all and is never written over: it is
 * written and synced under another name first, and a hard link, which fails where the name is taken, gives it its
 * own.
 */
export const fileArchive = (folder: string): Archive => ({
  create: async (name, body) => create(folder, checkedName(name), body),
  read: async (name) => {
    const file = join(folder, checkedName(name));
    return absentAs(undefined, () => readFile(file, 'utf8'));
  },
  readBytes: async (name) => {
    const file = join(folder, checkedName(name));
    return absentAs(undefined, async () => Uint8Array.from(await readFile(file)));
  },
  list: async (prefix, after, limit) => {
    const names = await namesIn(folder, '', { prefix, after });
    return names.sort().slice(0, limit);
  },
  remove: async (name) => {
    const file = join(folder, checkedName(name));
    await failing(() => rm(file, { force: true }));
  },
});

const create = (folder: string, name: string, body: string | Uint8Array): Promise<'created' | 'exists'> =>
  failing(async () => {
    const target = join(folder, name);
    const temporary = join(folder, incoming, randomUUID());
    await mkdir(dirname(target), { recursive: true });
    await mkdir(dirname(temporary), { recursive: true });
    try {
      await writeSynced(temporary, body);
      await link(temporary, target);
      await sync(dirname(target));
      return 'created';
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return 'exists';
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
  });

const writeSynced = async (file: string, body: string | Uint8Array): Promise<void> => {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(body);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

type Wanted = { readonly prefix: string; readonly after: string | undefined };

const namesIn = async (folder: string, within: string, wanted: Wanted): Promise<string[]> => {
  const entries = await absentAs([], () => readdir(join(folder, within), { withFileTypes: true }));
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name === incoming) continue;
    const name = `${within}${entry.name}`;
    if (entry.isDirectory()) {
      if (mayHold(`${name}/`, wanted)) names.push(...(await namesIn(folder, `${name}/`, wanted)));
    } else if (name.startsWith(wanted.prefix) && (wanted.after === undefined || name > wanted.after)) names.push(name);
  }
  return names;
};

const mayHold = (beginning: string, { prefix, after }: Wanted): boolean =>
  (beginning.startsWith(prefix) || prefix.startsWith(beginning)) &&
  (after === undefined || beginning > after || after.startsWith(beginning));

const absentAs = <Answer>(absent: Answer, read: () => Promise<Answer>): Promise<Answer> =>
  failing(async () => {
    try {
      return await read();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return absent;
      throw error;
    }
  });

const failing = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await work();
  } catch (cause) {
    throw new TransientFailure(`The archive's folder: ${codeOf(cause) ?? String(cause)}`, { cause });
  }
};

// Not by instanceof: errors of the file system may come from another realm than this module.
const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
