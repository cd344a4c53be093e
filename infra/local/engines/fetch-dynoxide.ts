import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.ts';

/** The version that the local stack is tested with. */
export const dynoxideVersion = '1.2.1';

const fetchMilliseconds = 120_000;

export type FetchDynoxideOptions = {
  readonly packageName: string;
  readonly enginesFolder: string;
  readonly log: Log;
};

/**
 * Fetches the DynamoDB engine by npm: the package of this platform, else the one for all platforms. Says so, because a
 * start that reaches for the network should not do it silently. Resolves either way; whether it is there is seen after.
 */
export const fetchDynoxide = async ({ packageName, enginesFolder, log }: FetchDynoxideOptions): Promise<void> => {
  mkdirSync(enginesFolder, { recursive: true });
  writeFileSync(join(enginesFolder, 'package.json'), '{ "private": true }\n');
  for (const name of [packageName, 'dynoxide']) {
    const wanted = `${name}@${dynoxideVersion}`;
    log(
      `The DynamoDB engine has no executable here for this platform: fetching ${wanted} by npm into ${enginesFolder}`,
    );
    const failure = await install(wanted, enginesFolder);
    if (failure === undefined) return;
    log(`npm could not fetch ${wanted}: ${failure}`);
  }
};

const install = (wanted: string, folder: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const child = spawn('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', wanted], {
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), fetchMilliseconds);
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(0, 1_000);
    });
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? undefined : said.split('\n', 1)[0] || `exit code ${code}`);
    });
  });
