import * as z from 'zod';
import { cloudEventType } from './cloud-event.ts';
import { factSchemas } from './fact-schemas.ts';

/** Every schema that a fact was ever written with, as JSON Schema 2020-12, by the type that its CloudEvents have. */
export const jsonSchemas = (): ReadonlyMap<string, object> =>
  new Map(
    Object.entries(factSchemas).flatMap(([type, versions]: readonly [string, readonly z.ZodType[]]) =>
      versions.map((schema, index) => {
        const name = cloudEventType(type, index + 1);
        const { $schema, ...described } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
        return [
          name,
          { $schema, $id: `urn:quipu:schema:${name}`, title: `${type}, version ${index + 1}`, ...described },
        ];
      }),
    ),
  );
