import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allRoutes } from '../../../functions/api/all-routes.ts';
import { documentOf, documentText } from '../../../functions/api/openapi/pages.ts';
import { statusOf } from '../../../functions/api/status-of.ts';
import { apiRoutes } from '../../../infra/api-routes.ts';
import { apiUnderTest } from './support/api-under-test.ts';

const operations = allRoutes.map(({ operation }) => operation);
const document = documentOf(operations);

/**
 * An address that is none has no operation; a request that runs is waited for; a transfer that is in review no more
 * does not keep its alert open.
 */
const ofNoOperation: ReadonlySet<string> = new Set(['RouteNotFound', 'RequestInProgress', 'TransferNotInReview']);

type Described = {
  readonly security: readonly { readonly token: readonly string[] }[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
};

const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    routeKey: `${method.toUpperCase()} ${path}`,
    operation: operation as Described,
  })),
);

describe('the OpenAPI document', () => {
  it('is committed as it is served: node functions/api/openapi/write-document.ts', async () => {
    const committed = readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8');
    expect(documentText(document)).toBe(committed);
    const served = await apiUnderTest().ask('GET', '/openapi.json', { claims: null });
    expect(served.text).toBe(committed);
    expect(served.headers['content-type']).toBe('application/json');
  });

  it('has the routes that are declared, each with its scope', () => {
    const declared = apiRoutes
      .filter(({ routeKey }) => routeKey !== '$default')
      .map(({ routeKey, scopes }) => ({ routeKey, scopes: scopes ?? [] }));
    const ours = described.map(({ routeKey, operation }) => ({
      routeKey,
      scopes: operation.security.flatMap(({ token }) => token),
    }));
    const sorted = <One extends { readonly routeKey: string }>(routes: readonly One[]) =>
      [...routes].sort((left, right) => left.routeKey.localeCompare(right.routeKey));
    expect(sorted(ours)).toEqual(sorted(declared));
  });

  it('tells of every code that a problem can have, with its status', () => {
    const told = new Map(
      described.flatMap(({ operation }) =>
        Object.entries(operation.responses).flatMap(([status, { description }]) =>
          [...description.matchAll(/`(\w+)`/g)].map(([, code]) => [code ?? '', Number(status)] as const),
        ),
      ),
    );
    const others = Object.fromEntries(Object.entries(statusOf).filter(([code]) => !ofNoOperation.has(code)));
    expect(Object.fromEntries([...told].sort())).toEqual(
      Object.fromEntries(
        Object.entries(others)
          .filter(([code]) => told.has(code))
          .sort(),
      ),
    );
    expect(Object.keys(others).filter((code) => !told.has(code))).toEqual([]);
  });

  it('names each operation once, and refers to nothing that is not there', () => {
    const ids = [...JSON.stringify(document).matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(described.length);
    const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(names.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('is a page for people that needs no network and no script', async () => {
    const page = await apiUnderTest().ask('GET', '/docs', { claims: null });
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    for (const { path } of operations) expect(page.text).toContain(path);
    expect(page.text).not.toMatch(/<script|<link|<img|src=|https?:\/\/|@import|url\(/);
    expect(page.text).not.toContain('undefined');
    const targets = new Set([...page.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, id] of page.text.matchAll(/href="#([^"]+)"/g)) expect(targets).toContain(id);
  });
});
