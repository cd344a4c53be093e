import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const programs = ['pulumi', 'pulumi-language-nodejs'];

/**
 * The folder of a Pulumi CLI: one on PATH, or one built before, or one that is built now from Go modules, which takes
 * some minutes once on a machine. Throws an Error that says what to do where none can be had.
 */
export const findEngine = (environment: NodeJS.ProcessEnv): string => {
  const onPath = (environment['PATH'] ?? '').split(delimiter).find(holdsEngine);
  if (onPath !== undefined) return onPath;
  const cache = environment['QUIPU_PULUMI_ENGINE'] ?? join(homedir(), '.cache', 'pulumi-engine');
  const bin = join(cache, 'bin');
  if (holdsEngine(bin)) return bin;
  if (!hasGo(environment)) throw new Error(withoutEngine(bin));
  console.log(`No Pulumi CLI on PATH: building one into ${bin}. This takes some minutes, once on a machine.`);
  execFileSync('bash', [join(import.meta.dirname, 'engine', 'build')], {
    env: { ...environment, PULUMI_ENGINE_FOLDER: cache },
    stdio: 'inherit',
  });
  return bin;
};

const holdsEngine = (folder: string): boolean => programs.every((program) => existsSync(join(folder, program)));

const hasGo = (environment: NodeJS.ProcessEnv): boolean => {
  try {
    execFileSync('go', ['version'], { env: environment, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const withoutEngine = (bin: string): string =>
  [
    'There is no Pulumi CLI here, and no Go to build one with. Do one of these, then run this again:',
    '- install the Pulumi CLI (version 3.200 or newer), so that `pulumi` and `pulumi-language-nodejs` are on PATH;',
    '- install Go 1.26 or newer, so that the CLI can be built from Go modules;',
    `- copy both programs of a machine that has them into ${bin}, or name their parent folder in QUIPU_PULUMI_ENGINE.`,
  ].join('\n');
