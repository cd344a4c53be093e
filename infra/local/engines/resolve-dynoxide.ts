import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { Log } from '../log.ts';
import { StartRefused } from '../start-refused.ts';
import { dynoxideVersion, fetchDynoxide } from './fetch-dynoxide.ts';

export type ResolveDynoxideOptions = {
  /** Where an engine is fetched to, and looked for on the next start. */
  readonly enginesFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly platform?: string;
  readonly architecture?: string;
  /** Puts the packages into a folder; by npm, unless a test says otherwise. */
  readonly fetch?: typeof fetchDynoxide;
};

/**
 * The DynamoDB engine's executable: the one that QUIPU_DYNOXIDE names, else the platform's npm package, else one on
 * PATH, else it is fetched by npm. Rejects with StartRefused, saying what else will do, where there is none.
 */
export const resolveDynoxide = async (options: ResolveDynoxideOptions): Promise<string> => {
  const { enginesFolder, environment, platform = process.platform, architecture = process.arch } = options;
  const named = environment['QUIPU_DYNOXIDE'];
  if (named !== undefined) {
    if (existsSync(named)) return executable(named, enginesFolder);
    throw new StartRefused(`QUIPU_DYNOXIDE names ${named}, and there is no such file.`);
  }
  const packageName = `@dynoxide/${platform}-${architecture}`;
  const program = platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  const find = (): string | undefined =>
    inPackage(`${packageName}/${program}`) ??
    onPath(program, environment['PATH'] ?? '') ??
    existing(join(enginesFolder, 'node_modules', packageName, program)) ??
    existing(join(enginesFolder, 'node_modules', '.bin', program));
  const found = find();
  if (found !== undefined) return executable(found, enginesFolder);
  const { fetch = fetchDynoxide, log } = options;
  await fetch({ packageName, enginesFolder, log });
  const fetched = find();
  if (fetched === undefined) throw new StartRefused(absence(packageName));
  return executable(fetched, enginesFolder);
};

const absence = (packageName: string): string =>
  [
    `The DynamoDB engine is not there, and npm could not fetch ${packageName}. Any one of these will do:`,
    `  - install dynoxide ${dynoxideVersion} or newer (brew, or cargo install dynoxide-rs) so that it is on PATH,`,
    '  - set QUIPU_DYNOXIDE to the path of its executable,',
    '  - set QUIPU_DYNAMODB_URL to any DynamoDB endpoint, as http://127.0.0.1:8000 of a container.',
  ].join('\n');

const inPackage = (specifier: string): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve(specifier);
  } catch {
    return undefined;
  }
};

const onPath = (program: string, path: string): string | undefined =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => existing(join(folder, program)))
    .find((file) => file !== undefined);

const existing = (file: string): string | undefined => (existsSync(file) ? file : undefined);

// Some ways of unpacking a package lose the right to execute, and the package may be where this user cannot give it
// back.
const executable = (file: string, enginesFolder: string): string => {
  if (isExecutable(file)) return file;
  try {
    chmodSync(file, 0o755);
    return file;
  } catch {
    mkdirSync(enginesFolder, { recursive: true });
    const copy = join(enginesFolder, 'dynoxide');
    copyFileSync(file, copy);
    chmodSync(copy, 0o755);
    return copy;
  }
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
