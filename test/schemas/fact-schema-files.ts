import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type SchemaFiles = {
  readonly written: readonly string[];
  /** Schemas that are there already and say something else. */
  readonly changed: readonly string[];
};

export const schemaText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;

/**
 * Writes the schemas that are not in a folder yet. One that is there is never written over: what it describes was
 * written.
 */
export const writeSchemaFiles = (folder: string, schemas: ReadonlyMap<string, object>): SchemaFiles => {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  const changed: string[] = [];
  for (const [name, schema] of schemas) {
    const file = join(folder, `${name}.json`);
    const text = schemaText(schema);
    if (!existsSync(file)) {
      writeFileSync(file, text);
      written.push(name);
    } else if (readFileSync(file, 'utf8') !== text) changed.push(name);
  }
  return { written, changed };
};
