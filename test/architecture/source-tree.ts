import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SourceModule, sourceModule } from './architecture-rule.ts';

const top = join(import.meta.dirname, '..', '..');
const parts: readonly string[] = ['domain', 'functions', 'infra', 'cli', 'console', 'test'];

/** Every TypeScript file of the project, apart from fixtures. */
export const sourceTree = async (): Promise<readonly SourceModule[]> => {
  const listed = await Promise.all(parts.map(filesIn));
  const paths = listed
    .flat()
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith('test/fixtures/'));
  return Promise.all(paths.sort().map(async (path) => sourceModule(path, await readFile(join(top, path), 'utf8'))));
};

const filesIn = async (part: string): Promise<readonly string[]> => {
  const names = await readdir(join(top, part), { recursive: true }).catch(() => []);
  return names.map((name) => `${part}/${name.replaceAll('\\', '/')}`);
};
