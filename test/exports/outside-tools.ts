import { spawnSync } from 'node:child_process';

/** Programs that we did not write, and the Debian packages that have them. */
const packages = { hledger: 'hledger', ledger: 'ledger', 'bean-check': 'beancount', xmllint: 'libxml2-utils' } as const;

export type OutsideTool = keyof typeof packages;

/** Debian's own Python, which its packages are for, whatever else a machine has under that name. */
export const debianPython = '/usr/bin/python3';

export type Ran = { readonly ok: boolean; readonly output: string; readonly complaint: string };

const bytesMaximum = 1 << 28;

/** Runs a program and waits for it. Amounts and names are UTF-8 whatever the machine's locale. */
export const run = (tool: OutsideTool | typeof debianPython, words: readonly string[]): Ran => {
  const environment = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { status, stdout, stderr, error } = spawnSync(tool, words, {
    env: environment,
    encoding: 'utf8',
    maxBuffer: bytesMaximum,
  });
  if (error !== undefined) throw error;
  return { ok: status === 0, output: stdout, complaint: `${stderr}${stdout}`.slice(0, 2_000) };
};

/** Installs what is missing, where that can be done. Throws an Error that says what to install otherwise. */
export const installMissing = (): void => {
  const missing = Object.entries(packages).filter(([tool]) => spawnSync(tool, ['--version']).error !== undefined);
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name);
  for (const words of [['update'], ['install', '-y', ...names]])
    if (spawnSync('apt-get', words, { stdio: 'ignore' }).status !== 0)
      throw new Error(`Not installed: ${names.join(', ')}. On Debian: apt-get install ${names.join(' ')}`);
};
