import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type ResolveDynoxideOptions, resolveDynoxide } from '../../../../infra/local/engines/resolve-dynoxide.ts';
import { temporaryFolder } from '../start/small-stack.ts';

const program = (path: string, mode = 0o755): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, mode);
  return path;
};

/** On a platform that no package is made for. */
const resolve = (more: Partial<ResolveDynoxideOptions> = {}) =>
  resolveDynoxide({
    enginesFolder: join(temporaryFolder(), 'engines'),
    environment: {},
    log: () => undefined,
    platform: 'plan9',
    architecture: 'vax',
    fetch: async () => undefined,
    ...more,
  });

const isExecutable = (file: string): boolean => (statSync(file).mode & 0o111) !== 0;

describe('DynamoDB engine', () => {
  it('is the one that QUIPU_DYNOXIDE names, before all others', async () => {
    const named = program(join(temporaryFolder(), 'mine'));
    const other = program(join(temporaryFolder(), 'dynoxide'));
    expect(await resolve({ environment: { QUIPU_DYNOXIDE: named, PATH: dirname(other) } })).toBe(named);
  });

  it('is not looked for elsewhere if the one that is named is not there', async () => {
    const other = program(join(temporaryFolder(), 'dynoxide'));
    const environment = { QUIPU_DYNOXIDE: '/nowhere/dynoxide', PATH: dirname(other) };
    await expect(resolve({ environment })).rejects.toThrow('QUIPU_DYNOXIDE names /nowhere/dynoxide');
  });

  it('is on PATH, where no package has it', async () => {
    const onPath = program(join(temporaryFolder(), 'dynoxide'));
    expect(await resolve({ environment: { PATH: `/nowhere:${dirname(onPath)}` } })).toBe(onPath);
  });

  it('is fetched where it is nowhere, and found there the next time', async () => {
    const enginesFolder = join(temporaryFolder(), 'engines');
    const asked: string[] = [];
    const fetch: NonNullable<ResolveDynoxideOptions['fetch']> = async ({ packageName }) => {
      asked.push(packageName);
      program(join(enginesFolder, 'node_modules', packageName, 'dynoxide'));
    };
    const fetched = await resolve({ enginesFolder, fetch });
    expect(fetched).toBe(join(enginesFolder, 'node_modules', '@dynoxide', 'plan9-vax', 'dynoxide'));
    expect(await resolve({ enginesFolder, fetch })).toBe(fetched);
    expect(asked).toEqual(['@dynoxide/plan9-vax']);
  });

  it('may be fetched as the package for all platforms', async () => {
    const enginesFolder = join(temporaryFolder(), 'engines');
    const wrapper = join(enginesFolder, 'node_modules', '.bin', 'dynoxide');
    expect(await resolve({ enginesFolder, fetch: async () => void program(wrapper) })).toBe(wrapper);
  });

  it('that cannot be had leaves a message with everything that would do', async () => {
    const refusal = resolve();
    for (const way of ['PATH', 'QUIPU_DYNOXIDE', 'QUIPU_DYNAMODB_URL', 'cargo', 'brew'])
      await expect(refusal).rejects.toThrow(way);
  });

  it('gets the right to execute where unpacking lost it', async () => {
    const named = program(join(temporaryFolder(), 'dynoxide'), 0o644);
    const found = await resolve({ environment: { QUIPU_DYNOXIDE: named } });
    expect(isExecutable(found)).toBe(true);
  });
});
