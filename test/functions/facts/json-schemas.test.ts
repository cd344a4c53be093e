import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { jsonSchemas } from '../../../functions/facts/json-schemas.ts';
import { schemaText, writeSchemaFiles } from '../../schemas/fact-schema-files.ts';

const folder = join(import.meta.dirname, '../../../docs/schemas');

describe('the JSON Schemas of facts', () => {
  it('are committed, each as it is generated; run test/schemas/write.ts for a new version', () => {
    const committed = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
    const generated = [...jsonSchemas()].map(([name, schema]) => [`${name}.json`, schemaText(schema)]);
    expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(generated));
  });

  it('are added to, and never written over', () => {
    const other = mkdtempSync(join(tmpdir(), 'quipu-schemas-'));
    try {
      expect(writeSchemaFiles(other, new Map([['a', { type: 'string' }]]))).toEqual({ written: ['a'], changed: [] });
      expect(
        writeSchemaFiles(
          other,
          new Map([
            ['a', { type: 'string' }],
            ['b', {}],
          ]),
        ),
      ).toEqual({ written: ['b'], changed: [] });
      expect(writeSchemaFiles(other, new Map([['a', { type: 'number' }]]))).toEqual({ written: [], changed: ['a'] });
      expect(readFileSync(join(other, 'a.json'), 'utf8')).toContain('string');
      writeFileSync(join(other, 'a.json'), 'damaged');
      expect(writeSchemaFiles(other, new Map([['a', { type: 'string' }]])).changed).toEqual(['a']);
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});
