import { accountsMaximum, postingsMaximum } from '../../../domain/journal/posting.ts';
import { amountIntegerDigitsMaximum } from '../../../domain/money/money.ts';
import { sealedTextCharactersMaximum } from '../../runtime/sealed-text.ts';
import {
  descriptionCharactersMaximum,
  metadataKeyCharactersMaximum,
  metadataPairsMaximum,
  metadataValueCharactersMaximum,
  nameCharactersMaximum,
  requestBytesMaximum,
} from '../limits.ts';
import type { Operation } from '../operation.ts';
import { operationDocument } from './operation-document.ts';
import type { Components } from './schema-of.ts';

/** A page beside the operations, as the document mentions it. */
export type MentionedPage = { readonly path: string; readonly contentType: string; readonly summary: string };

/** The OpenAPI 3.1 document, from the schemas that parse the requests. */
export const openApiDocument = (operations: readonly Operation[], pages: readonly MentionedPage[]) => {
  const components: Components = new Map();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const at = paths[operation.path] ?? {};
    at[operation.method.toLowerCase()] = operationDocument(operation, components);
    paths[operation.path] = at;
  }
  for (const page of pages) paths[page.path] = { get: pageDocument(page) };
  return {
    openapi: '3.1.0',
    info: { title: 'Quipu', version: '1', summary: 'A double-entry ledger.', description },
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([left], [right]) => (left < right ? -1 : 1))),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
};

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

const pageDocument = ({ path, contentType, summary }: MentionedPage) => ({
  operationId: `get${path.replace(/[^a-z]+(.)/g, (_all, letter: string) => letter.toUpperCase())}`,
  summary,
  tags: ['description'],
  security: [],
  responses: { 200: { description: 'Done.', content: { [contentType]: { schema: { type: 'string' } } } } },
});

const description = [
  'Amounts are decimal text with at most the digits of their currency; a JSON number is refused.',
  'Unknown properties are refused. `null` means none, an absent property not said.',
  'Every POST and DELETE needs an `Idempotency-Key`, which lasts for ever: the same request again is answered the same, with',
  '`Idempotency-Replayed: true`. `?dryRun=true` decides and writes nothing.',
  'Refusals are problem documents (RFC 9457) with a stable `code`; every answer has an `X-Request-Id`.',
  '',
  'Limits:',
  `- a request has at most ${requestBytesMaximum / 1024} KiB;`,
  `- an amount has at most ${amountIntegerDigitsMaximum} digits before the point;`,
  `- a journal entry has at most ${postingsMaximum} postings on at most ${accountsMaximum} accounts;`,
  `- a name has at most ${nameCharactersMaximum} characters, a description ${descriptionCharactersMaximum};`,
  `- metadata has at most ${metadataPairsMaximum} pairs, keys of ${metadataKeyCharactersMaximum} characters and values of`,
  `  ${metadataValueCharactersMaximum};`,
  `- a description, and a value of metadata, may be one sealed value of at most ${sealedTextCharactersMaximum} characters instead.`,
].join('\n');
