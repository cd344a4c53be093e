import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { commandsIn } from './journey.ts';

const top = join(import.meta.dirname, '..', '..');

type Document = { readonly path: string; readonly text: string };

const read = async (path: string): Promise<Document> => ({ path, text: await readFile(join(top, path), 'utf8') });

const documentsIn = async (folder: string): Promise<readonly Document[]> => {
  const names = await readdir(join(top, folder), { recursive: true });
  return Promise.all(names.filter((name) => name.endsWith('.md')).map((name) => read(`${folder}/${name}`)));
};

/** Files that a text names in backticks: `test/…` or `docs/…` with an ending. */
const filesNamedIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:test|docs|domain|functions|infra|cli)\/[\w./-]+\.\w+)`/g)].map(([, path = '']) => path);

describe('the documents', () => {
  let readme: Document = { path: '', text: '' };
  let all: readonly Document[] = [];
  beforeAll(async () => {
    readme = await read('README.md');
    all = [readme, ...(await documentsIn('docs'))];
  });

  it('link to what is there', () => {
    const broken = all.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(top, dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name files that are there', () => {
    const missing = all.flatMap(({ path, text }) =>
      filesNamedIn(text)
        .filter((file) => !existsSync(join(top, file)))
        .map((file) => `${path}: ${file}`),
    );
    expect(missing).toEqual([]);
  });

  it('name scripts that are there', async () => {
    const { scripts } = JSON.parse((await read('package.json')).text) as { scripts: Record<string, string> };
    const unknown = all.flatMap(({ path, text }) =>
      [...text.matchAll(/npm (?:run (?:-s )?)?([a-z][\w:-]*)/g)]
        .map(([, script = '']) => script)
        .filter((script) => !['install', 'ci', 'run', ...Object.keys(scripts)].includes(script))
        .map((script) => `${path}: ${script}`),
    );
    expect(unknown).toEqual([]);
  });

  it('have every decision with its context, consequences and a guard that is there', async () => {
    const decisions = all.filter(({ path }) => /^docs\/adr\/\d{4}-.*\.md$/.test(path));
    expect(decisions.length).toBeGreaterThanOrEqual(9);
    for (const { path, text } of decisions) {
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect([path, headings]).toEqual([path, ['Context', 'Decision', 'Consequences', 'Guarded by']]);
      const guards = filesNamedIn(text.slice(text.indexOf('## Guarded by')));
      expect([path, guards.filter((guard) => guard.startsWith('test/'))]).not.toEqual([path, []]);
    }
  });

  it('have a test for each invariant, under the name that is given', async () => {
    const { text } = await read('docs/invariants.md');
    const rows = [...text.matchAll(/^\| ([A-Z]+-\d+) \|.*\| `(test\/[^`]+)`(?:: (.*?))? \|$/gm)];
    expect(rows.length).toBeGreaterThanOrEqual(25);
    expect(rows).toHaveLength([...text.matchAll(/^\| [A-Z]+-\d+/gm)].length);
    expect(new Set(rows.map(([, id]) => id)).size).toBe(rows.length);
    for (const [, id, file = '', name] of rows) {
      const source = await readFile(join(top, file), 'utf8');
      expect([id, name === undefined || source.includes(name)]).toEqual([id, true]);
    }
  });

  it('show a command by line 20 of the README, and the balances that result', () => {
    const lines = readme.text.split('\n');
    expect(lines.slice(0, 20).some((line) => line.startsWith('$ ') || line.startsWith('npm '))).toBe(true);
    expect(commandsIn(readme.text).some(({ transcript }) => /posted/.test(transcript))).toBe(true);
  });

  it('show in the README only what a journey runs', () => {
    const journeys = all.filter(({ path }) => path.startsWith('docs/journeys/'));
    const walked = journeys.flatMap(({ text }) => commandsIn(text));
    for (const { command, transcript } of commandsIn(readme.text)) {
      const transcripts = walked.filter((one) => one.command === command).map((one) => one.transcript);
      expect([command, transcripts]).toEqual([command, expect.arrayContaining([transcript])]);
    }
  });
});
