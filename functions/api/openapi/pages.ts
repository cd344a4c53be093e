import type { OpenPage } from '../app.ts';
import type { Operation } from '../operation.ts';
import type { MentionedPage, OpenApiDocument } from './document.ts';
import { openApiDocument } from './document.ts';
import { documentPage } from './document-page.ts';

const mentioned = {
  document: { path: '/openapi.json', contentType: 'application/json', summary: 'This document.' },
  page: { path: '/docs', contentType: 'text/html', summary: 'This document, for people.' },
} as const satisfies Record<string, MentionedPage>;

/** The OpenAPI document of some operations. */
export const documentOf = (operations: readonly Operation[]): OpenApiDocument =>
  openApiDocument(operations, Object.values(mentioned));

/** The text under which it is committed and served. */
export const documentText = (document: OpenApiDocument): string => `${JSON.stringify(document, undefined, 2)}\n`;

/** The pages that tell what the API can do; made when first asked for. */
export const documentPages = (operations: readonly Operation[]): readonly OpenPage[] => {
  const document = once(() => documentOf(operations));
  return [
    { ...mentioned.document, text: once(() => documentText(document())) },
    { ...mentioned.page, contentType: 'text/html; charset=utf-8', text: once(() => documentPage(document())) },
  ];
};

const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
