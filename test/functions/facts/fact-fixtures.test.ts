import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { factSchemas } from '../../../functions/facts/fact-schemas.ts';
import { parseFact } from '../../../functions/facts/parse-fact.ts';

const folder = join(import.meta.dirname, '../../fixtures/events');
const fixtures = readdirSync(folder).sort();

/** Type and version, from a name such as `JournalEntryPosted.v2.json`; more of one version have a word in between. */
const told = (file: string) => {
  const [, type, version] = /^(\w+)(?:\.[a-z-]+)?\.v(\d+)\.json$/.exec(file) ?? [];
  return { type: type ?? '', version: Number(version) };
};

const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('facts that were written once', () => {
  it.each(fixtures)('still decode: %s', (file) => {
    const { type, version } = told(file);
    const fact = parseFact(type, version, JSON.parse(textOf(file)));
    expect(fact.type).toBe(type);
    expect(fact.schemaVersion).toBe(factSchemas[fact.type].length);
  });

  it.each(fixtures)('are kept as they were stored: %s', (file) => {
    expect(canonicalJson(JSON.parse(textOf(file)))).toBe(textOf(file));
  });

  it('are there for every version of every type', () => {
    const shown = new Set(fixtures.map(told).map(({ type, version }) => `${type} ${version}`));
    const known = Object.entries(factSchemas).flatMap(([type, versions]) =>
      versions.map((_, index) => `${type} ${index + 1}`),
    );
    expect(known.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('lose nothing where their version is the newest', () => {
    for (const file of fixtures) {
      const { type, version } = told(file);
      const written = JSON.parse(textOf(file));
      const fact = parseFact(type, version, written);
      if (fact.schemaVersion === version) expect(fact).toEqual(written);
    }
  });
});
