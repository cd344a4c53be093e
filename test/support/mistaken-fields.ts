import type { Json, JsonObject } from '../../domain/shared/json.ts';

/** An object with a mistake in one field, and what the mistake is. */
export type MistakenFields = readonly [mistake: string, fields: JsonObject];

/** An object with each of its fields left out, and with each as something of another kind. */
export const mistakenFields = (fields: JsonObject): readonly MistakenFields[] =>
  Object.entries(fields).flatMap(([name, value]): readonly MistakenFields[] => {
    const { [name]: _, ...others } = fields;
    const other = ofOtherKind(value);
    return [
      [`without ${name}`, others],
      [`with ${JSON.stringify(other)} as ${name}`, { ...fields, [name]: other }],
    ];
  });

const ofOtherKind = (value: Json): Json => (typeof value === 'string' ? 7 : 'other');
