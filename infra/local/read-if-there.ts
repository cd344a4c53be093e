import { readFile } from 'node:fs/promises';

/** The text of a file, or undefined where there is none. Rejects for any other reason. */
export const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // Not `instanceof Error`, because an error of Node's own may come from another realm.
    if (typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
};
