import { escaped } from './escaped.ts';
import type { JsonSchema } from './schema-of.ts';

/** The properties of an object's schema as a table of HTML; nothing where there are none. */
export const propertiesTable = (schema: JsonSchema): string => {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  if (properties.length === 0) return '';
  const rows = properties.map(([name, property]) => {
    const said = typeof property['description'] === 'string' ? escaped(property['description']) : '';
    const nested = propertiesTable((property['items'] as JsonSchema | undefined) ?? property);
    return row([
      `<code>${escaped(name)}</code>${required.has(name) ? '' : '?'}`,
      shapeOf(property),
      `${said}${nested}`,
    ]);
  });
  return `<table>${rows.join('')}</table>`;
};

const row = (cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;

/** A schema in a few words of HTML. */
export const shapeOf = (schema: JsonSchema): string => {
  const { $ref, enum: choices, const: only, anyOf, type, items, format, pattern } = schema;
  if (typeof $ref === 'string') return linkTo($ref.split('/').at(-1) ?? '');
  if (Array.isArray(choices)) return choices.map((choice) => `<code>${escaped(String(choice))}</code>`).join(' ');
  if (only !== undefined) return `<code>${escaped(JSON.stringify(only))}</code>`;
  if (Array.isArray(anyOf)) return anyOf.map((one: JsonSchema) => shapeOf(one)).join(' or ');
  if (type === 'array') return `list of ${shapeOf((items ?? {}) as JsonSchema)}`;
  const more =
    typeof format === 'string' ? ` (${escaped(format)})` : typeof pattern === 'string' ? patternOf(pattern) : '';
  return `${escaped(String(type ?? 'anything'))}${more}`;
};

const patternOf = (pattern: string): string => ` <code>${escaped(pattern)}</code>`;

const linkTo = (name: string): string => `<a href="#${escaped(name)}">${escaped(name)}</a>`;
