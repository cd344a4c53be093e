import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './small-stack.ts';

const main = fileURLToPath(new URL('../../../../infra/local/main.mjs', import.meta.url));

const run = (...given: readonly string[]) =>
  spawnSync(process.execPath, [main, ...given], { encoding: 'utf8', timeout: 30_000 });

describe('npm start', () => {
  it('exits with 2 and the usage if used wrongly', () => {
    const { status, stdout, stderr } = run('--colour', 'blue');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Usage: npm start');
  });

  it('explains itself', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--fresh');
  });

  it('exits with 1 and a sentence, not a stack trace, where it cannot start', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, '');
    const { status, stdout, stderr } = run('--json', '--data', path);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('choose another folder with --data DIR');
    expect(stderr).not.toContain('    at ');
  });
});
