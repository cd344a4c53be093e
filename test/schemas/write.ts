import { join } from 'node:path';
import { jsonSchemas } from '../../functions/facts/json-schemas.ts';
import { writeSchemaFiles } from './fact-schema-files.ts';

// Run by hand when a fact got a new version: node test/schemas/write.ts
const { written, changed } = writeSchemaFiles(join(import.meta.dirname, '../../docs/schemas'), jsonSchemas());
for (const name of written) process.stdout.write(`${name} is new\n`);
for (const name of changed)
  process.stderr.write(`${name} is released and may not change: give the fact a new version\n`);
process.exitCode = changed.length > 0 ? 1 : 0;
