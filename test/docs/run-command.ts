import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { TemporaryStack } from '../../cli/stack/start-temporary-stack.ts';

const top = join(import.meta.dirname, '..', '..');
const secondsMaximum = 120;

/** Where documents say that the stack is. */
const documented = { url: 'http://127.0.0.1:7070', dataFolder: '.quipu/' };

/** Runs a command of a document on a stack: what it printed, with what it complained of where it failed. */
export const runCommand = (command: string, { connection, dataFolder }: TemporaryStack): Promise<string> => {
  const actual = command.replaceAll(documented.url, connection.url).replaceAll(documented.dataFolder, `${dataFolder}/`);
  const environment = {
    ...process.env,
    PATH: [join(top, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
    QUIPU_DATA: dataFolder,
    QUIPU_URL: '',
    NODE_NO_WARNINGS: '1',
  };
  const options = { cwd: top, env: environment, timeout: secondsMaximum * 1_000 };
  const shown = (text: string): string =>
    text.replaceAll(connection.url, documented.url).replaceAll(`${dataFolder}/`, documented.dataFolder).trimEnd();
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', actual], options, (error, printed, complained) =>
      resolve(shown(error === null ? printed : `${printed}${complained}`)),
    );
  });
};

const reads = [
  /^npm run -s quipu -- (balance|trial-balance|projections|accounts (list|show)|entries (list|show))/,
  /^npm run -s quipu -- (holds show|transfers (show|timeline)|parked list)/,
  /^curl (?!.*(-d |-X ))/s,
];

/** Whether a command only reads, so that it may be run again until the views have caught up. */
export const isRead = (command: string): boolean => reads.some((pattern) => pattern.test(command));
