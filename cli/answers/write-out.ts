import { writeFile } from 'node:fs/promises';
import { CommandFailed } from '../command-failed.ts';

/**
 * Writes a text to a file, and its entry beside it as `<file>.entry`, and answers a line that says so; nothing without
 * a file. Throws CommandFailed where it cannot, or the file is there: evidence is not written over.
 */
export const writeOut = async (file: string | undefined, text: string, entry?: string): Promise<string> => {
  if (file === undefined) return '';
  const files = [[file, text], ...(entry === undefined ? [] : [[`${file}.entry`, entry]])] as const;
  for (const [path = '', content = ''] of files) {
    try {
      await writeFile(path, content, { flag: 'wx' });
    } catch (error) {
      const reason = codeOf(error) ?? String(error);
      throw new CommandFailed(
        reason === 'EEXIST' ? `${path} is there already.` : `${path} cannot be written: ${reason}`,
      );
    }
  }
  return `\n\nWritten to ${files.map(([path]) => path).join(' and ')}.`;
};

// Not by instanceof: errors of the file system may come from another realm than this module.
const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
