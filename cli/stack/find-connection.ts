import { CommandFailed } from '../command-failed.ts';
import type { Terminal } from '../terminal.ts';
import { readStackFile } from './read-stack-file.ts';

/** Where the HTTP API answers, and the token that it is asked with. */
export type Connection = { readonly url: string; readonly token: string };

export const defaultDataFolder = '.quipu';

export const nothingRuns = (dataFolder: string): string =>
  `No local stack runs on the data folder ${dataFolder}. Start one with \`npm start\`, name its folder with --data DIR, ` +
  'or set QUIPU_URL and QUIPU_TOKEN to reach another.';

/**
 * QUIPU_URL and QUIPU_TOKEN where they are set, else the running local stack. Throws CommandFailed where there is none.
 */
export const findConnection = async (environment: Terminal['environment'], dataFolder: string): Promise<Connection> => {
  const url = environment['QUIPU_URL'];
  if (url !== undefined && url !== '') return { url, token: environment['QUIPU_TOKEN'] ?? '' };
  const stack = await readStackFile(dataFolder);
  if (stack === undefined) throw new CommandFailed(nothingRuns(dataFolder));
  return { url: stack.url, token: environment['QUIPU_TOKEN'] ?? stack.token };
};
