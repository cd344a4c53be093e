import type { DataFolder } from './data-folder.ts';
import type { Endpoints } from './functions/worker-messages.ts';

/** What a running stack says about itself, for the commands and the tests of this machine. */
export type StackFile = {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly dataFolder: string;
  readonly endpoints: Endpoints;
  readonly region: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** By name; without a process id where the function has not been needed yet. */
  readonly functions: Readonly<Record<string, { readonly pid?: number }>>;
};

/** In the data folder, there while the stack runs. */
export const stackFileName = 'stack.json';

/** Only its owner can read the file: it holds a token. */
const ownerOnly = 0o600;

export const writeStackFile = (folder: DataFolder, stack: StackFile): void =>
  folder.write(stackFileName, `${JSON.stringify(stack, null, 2)}\n`, ownerOnly);

/**
 * The headers that curl takes with `-H @file`, so that a token need not be pasted, nor be seen in a list of processes.
 */
export const requestHeadersFileName = 'request-headers';

export const writeRequestHeaders = (folder: DataFolder, token: string): void =>
  folder.write(requestHeadersFileName, `Authorization: Bearer ${token}\nContent-Type: application/json\n`, ownerOnly);
