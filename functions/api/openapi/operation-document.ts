import { correlationIdCharactersMaximum, idempotencyKeyCharactersMaximum } from '../limits.ts';
import type { Operation } from '../operation.ts';
import { problemSchema } from '../schemas/problem-answer.ts';
import { statusOf } from '../status-of.ts';
import { codesOf } from './common-codes.ts';
import { type Components, type JsonSchema, schemaOf } from './schema-of.ts';

/** An operation as OpenAPI describes it. */
export const operationDocument = (operation: Operation, components: Components) => ({
  operationId: operation.id,
  summary: operation.summary,
  tags: [operation.path.split('/')[2] ?? ''],
  security: operation.scope === undefined ? [] : [{ token: [operation.scope] }],
  parameters: [...pathParameters(operation), ...queryParameters(operation, components), ...headerParameters(operation)],
  ...requestBodyOf(operation, components),
  responses: { ...successOf(operation, components), ...refusalsOf(operation, components) },
});

const pathParameters = ({ path }: Operation) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = ({ query }: Operation, components: Components) =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => {
    const { wire, ...own } = schemaOf(schema, components);
    const { description, ...shown } = own;
    const required = !schema.safeParse(undefined).success;
    return { name, in: 'query', required, description, schema: (wire as JsonSchema | undefined) ?? shown };
  });

const headerParameters = ({ method, scope }: Operation) => [
  ...(method !== 'GET'
    ? [
        headerOf(
          'Idempotency-Key',
          true,
          idempotencyKeyCharactersMaximum,
          'Names the request: sent again, it is done once.',
        ),
      ]
    : []),
  ...(scope === undefined
    ? []
    : [headerOf('X-Correlation-Id', false, correlationIdCharactersMaximum, 'Kept on everything that is recorded.')]),
];

const headerOf = (name: string, required: boolean, maxLength: number, description: string) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string', minLength: 1, maxLength },
});

const requestBodyOf = ({ body, method }: Operation, components: Components) => {
  // To HTTP the body of a DELETE means nothing; an empty one is taken.
  if (body === undefined || method === 'DELETE') return {};
  const required = !body.safeParse({}).success;
  return { requestBody: { required, content: { 'application/json': { schema: schemaOf(body, components) } } } };
};

const successOf = ({ status, method, answer }: Operation, components: Components) => {
  const content = { 'application/json': { schema: schemaOf(answer, components) } };
  const written = { headers: { 'Idempotency-Replayed': replayedHeader } };
  return {
    [status]: { description: descriptions[status] ?? 'Done.', ...(method !== 'GET' ? written : {}), content },
    ...(method !== 'GET' && status !== 200
      ? { 200: { description: 'A dry run: what would be answered.', content } }
      : {}),
  };
};

const descriptions: Readonly<Record<number, string>> = { 201: 'Made.', 202: 'Accepted, and being carried out.' };

const replayedHeader = {
  description: '`true` where an earlier request with the same key was answered so.',
  schema: { type: 'string', enum: ['true'] },
};

const refusalsOf = (operation: Operation, components: Components) => {
  const byStatus = Map.groupBy(codesOf(operation), (code) => statusOf[code]);
  const content = { 'application/problem+json': { schema: schemaOf(problemSchema, components) } };
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.map((code) => `\`${code}\``).join(', '), ...(status === 503 ? busyHeaders : {}), content },
    ]),
  );
};

const busyHeaders = { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'In seconds.' } } };
