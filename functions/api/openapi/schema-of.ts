import * as z from 'zod';

/** A schema of JSON Schema 2020-12, which is what OpenAPI 3.1 has. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Schemas by name, for the document's components. */
export type Components = Map<string, JsonSchema>;

/** A zod schema as JSON Schema: what a caller may send, or will get. Named ones go to `components`, by reference. */
export const schemaOf = (schema: z.ZodType, components: Components): JsonSchema => {
  const { $schema: _dialect, $defs = {}, id, ...own } = rewritten(z.toJSONSchema(schema, { io: 'input' }));
  for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
    const { id: _name, ...named } = definition;
    components.set(name, named);
  }
  if (typeof id !== 'string') return own;
  components.set(id, own);
  return { $ref: `#/components/schemas/${id}` };
};

const rewritten = (schema: object): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
