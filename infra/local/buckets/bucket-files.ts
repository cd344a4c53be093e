import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isObject } from '../is-object.ts';
import { objectFileName, segmentOf } from './object-file-name.ts';

export type StoredObject = {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly etag: string;
};

export type PutOutcome =
  | { readonly code: 'Stored'; readonly etag: string }
  | { readonly code: 'Exists' }
  | { readonly code: 'KeyTooLong' };

/** The objects of one bucket as files. A reader sees an object whole or not at all. */
export type BucketFiles = {
  /** `createOnly`: of any number of simultaneous writers of one key, exactly one stores. */
  readonly put: (key: string, body: Buffer, options: { readonly createOnly: boolean }) => Promise<PutOutcome>;
  readonly get: (key: string) => Promise<{ readonly object: StoredObject; readonly body: Buffer } | undefined>;
  readonly head: (key: string) => Promise<StoredObject | undefined>;
  readonly remove: (key: string) => Promise<void>;
  /** Keys that begin with the prefix and come after `after`, in the order of their UTF-8 bytes. */
  readonly list: (prefix: string, after: string) => AsyncGenerator<StoredObject>;
};

export const bucketFiles = (folder: string): BucketFiles => {
  const draftsFolder = join(folder, '.drafts');
  const fileOf = (key: string): string | undefined => {
    const name = objectFileName(key);
    return name === undefined ? undefined : join(folder, name);
  };
  const head = async (key: string): Promise<StoredObject | undefined> => {
    const file = fileOf(key);
    return file === undefined ? undefined : describe(key, file);
  };
  return {
    put: async (key, body, { createOnly }) => {
      const file = fileOf(key);
      if (file === undefined) return { code: 'KeyTooLong' };
      await mkdir(draftsFolder, { recursive: true });
      await mkdir(dirname(file), { recursive: true });
      const draft = join(draftsFolder, randomUUID());
      await writeFile(draft, body);
      if (!(await publish(draft, file, createOnly))) return { code: 'Exists' };
      return { code: 'Stored', etag: (await describe(key, file))?.etag ?? '' };
    },
    get: async (key) => {
      const object = await head(key);
      const body = object === undefined ? undefined : await readIfThere(fileOf(key) ?? '');
      return object === undefined || body === undefined
        ? undefined
        : { object: { ...object, bytes: body.length }, body };
    },
    head,
    remove: async (key) => {
      const file = fileOf(key);
      if (file !== undefined) await rm(file, { force: true });
    },
    list: (prefix, after) => walk({ folder, start: '', prefix, after: Buffer.from(after) }),
  };
};

// A link fails where something of that name exists, in one step; that is the whole of create-only.
const publish = async (draft: string, file: string, createOnly: boolean): Promise<boolean> => {
  if (!createOnly) {
    await rename(draft, file);
    return true;
  }
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

const describe = async (key: string, file: string): Promise<StoredObject | undefined> => {
  try {
    const { size, mtime, mtimeMs, ino } = await stat(file);
    // S3 promises no particular tag for an object, only another one for other content.
    return {
      key,
      bytes: size,
      modifiedAt: mtime,
      etag: `"${ino.toString(16)}-${Math.round(mtimeMs * 1_000).toString(16)}"`,
    };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};

const readIfThere = async (file: string): Promise<Buffer | undefined> => {
  try {
    return await readFile(file);
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
};

type Walk = { readonly folder: string; readonly start: string; readonly prefix: string; readonly after: Buffer };

// All keys under a folder begin with its name and a slash. With the slash in the comparison they lie together, so
// walking in that order yields the keys sorted, and a whole folder can be passed over.
async function* walk({ folder, start, prefix, after }: Walk): AsyncGenerator<StoredObject> {
  for (const { name, isFolder, key } of await entriesOf(folder, start)) {
    const bytes = Buffer.from(key);
    if (isFolder) {
      const mayMatch = key.startsWith(prefix) || prefix.startsWith(key);
      const isBefore = bytes.compare(after) < 0 && !after.subarray(0, bytes.length).equals(bytes);
      if (mayMatch && !isBefore) yield* walk({ folder: join(folder, name), start: key, prefix, after });
    } else if (key.startsWith(prefix) && bytes.compare(after) > 0) {
      const object = await describe(key, join(folder, name));
      if (object !== undefined) yield object;
    }
  }
}

const entriesOf = async (folder: string, start: string) => {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    if (isAbsence(error)) return [];
    throw error;
  });
  return entries
    .flatMap((entry) => {
      const isFolder = entry.isDirectory();
      const segment = entry.name.startsWith('.') ? undefined : segmentOf(entry.name, isFolder);
      return segment === undefined
        ? []
        : [{ name: entry.name, isFolder, key: `${start}${segment}${isFolder ? '/' : ''}` }];
    })
    .sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
};

const codeOf = (error: unknown): unknown => (isObject(error) ? error['code'] : undefined);
const isAbsence = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
