import type { Archive } from '../../../domain/ports/archive.ts';
import { checkedName } from '../archive/object-name.ts';

/** The archive in memory: for tests. It keeps the contract of those on disk and on S3. */
export const memoryArchive = (): Archive => {
  const objects = new Map<string, string>();
  return {
    create: async (name, body) => {
      if (objects.has(checkedName(name))) return 'exists';
      objects.set(name, body);
      return 'created';
    },
    read: async (name) => objects.get(checkedName(name)),
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
