import type { Archive } from '../../../domain/ports/archive.ts';
import { checkedName } from '../archive/object-name.ts';

/** The archive in memory: for tests. It keeps the contract of those on disk and on S3. */
export const memoryArchive = (): Archive => {
  const objects = new Map<string, Buffer>();
  return {
    create: async (name, body) => {
      if (objects.has(checkedName(name))) return 'exists';
      objects.set(name, Buffer.from(body));
      return 'created';
    },
    read: async (name) => objects.get(checkedName(name))?.toString('utf8'),
    readBytes: async (name) => {
      const body = objects.get(checkedName(name));
      return body === undefined ? undefined : Uint8Array.from(body);
    },
    list: async (prefix, after, limit) =>
      [...objects.keys()]
        .filter((name) => name.startsWith(prefix) && (after === undefined || name > after))
        .sort()
        .slice(0, limit),
    remove: async (name) => {
      objects.delete(checkedName(name));
    },
  };
};
