import { escaped } from './escaped.ts';
import { propertiesTable, shapeOf } from './properties-table.ts';
import type { JsonSchema } from './schema-of.ts';

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

/** An operation of an OpenAPI document, and where it is. */
export type DocumentedOperation = {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
};

/** An operation as a section of HTML. */
export const operationSection = (operation: DocumentedOperation): string => {
  const { method, path, operationId, summary } = operation;
  return `<section id="${escaped(operationId)}">
<h2><b>${method}</b> ${escaped(path)}</h2>
<p>${escaped(summary)} ${accessOf(operation)}</p>
${parametersOf(operation)}${bodyOf(operation)}${answersOf(operation)}
</section>`;
};

const accessOf = ({ security }: DocumentedOperation): string => {
  const scopes = security.flatMap((needed) => Object.values(needed).flat());
  return scopes.length === 0 ? 'No token needed.' : `Scope: <code>${scopes.map(escaped).join(' ')}</code>`;
};

const parametersOf = ({ parameters = [] }: DocumentedOperation): string => {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      `<tr><td><code>${escaped(name)}</code>${required ? '' : '?'}</td><td>${place}</td>` +
      `<td>${shapeOf(schema)}</td><td>${escaped(description)}</td></tr>`,
  );
  return rows.length === 0 ? '' : `<h3>Parameters</h3><table>${rows.join('')}</table>`;
};

const bodyOf = ({ requestBody }: DocumentedOperation): string => {
  const schema = requestBody?.content['application/json']?.schema;
  return schema?.['properties'] === undefined ? '' : `<h3>Body</h3>${propertiesTable(schema)}`;
};

const answersOf = ({ responses }: DocumentedOperation): string => {
  const rows = Object.entries(responses).map(([status, { description, content = {} }]) => {
    const shapes = Object.values(content).map(({ schema }) => shapeOf(schema));
    return `<tr><td>${status}</td><td>${shapes.join(', ')}</td><td>${escaped(description)}</td></tr>`;
  });
  return `<h3>Answers</h3><table>${rows.join('')}</table>`;
};
