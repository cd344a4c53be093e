import { open, rename } from 'node:fs/promises';

export type WriteAtomicallyOptions = {
  /** Of a file that is made anew. */
  readonly mode?: number;
  /** Waits until the disk has it, so that it also survives a loss of power. */
  readonly durable?: boolean;
};

/**
 * Replaces a file in one step: whoever reads it, also after an abrupt end, finds the old text or the new one, whole.
 */
export const writeAtomically = async (
  path: string,
  text: string,
  options: WriteAtomicallyOptions = {},
): Promise<void> => {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, 'w', options.mode ?? 0o644);
  try {
    await file.writeFile(text);
    if (options.durable === true) {
      await file.sync();
    }
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
};
