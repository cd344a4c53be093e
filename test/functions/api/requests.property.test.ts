import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { apiUnderTest } from './support/api-under-test.ts';
import { entryOf, freshKey, market } from './support/requests.ts';

const transfer = {
  kind: 'payout',
  sourceAccountId: 'sellers:1',
  settlementAccountId: 'assets:bank',
  amount: '1',
  currency: 'USD',
  destination: 'sim-accept',
};

const valid: readonly (readonly [string, object])[] = [
  ['/v1/accounts', { id: 'a', name: 'A', type: 'asset', currency: 'USD', floor: '0', metadata: { a: 'b' } }],
  ['/v1/accounts/sellers:1/limits', { floor: '-1' }],
  ['/v1/accounts/sellers:1/close', {}],
  ['/v1/journal-entries', { ...entryOf('sellers:1', 'assets:bank', '1'), effectiveDate: '2026-01-01', metadata: {} }],
  ['/v1/holds', { accountId: 'sellers:1', destinationAccountId: 'assets:bank', amount: '1', currency: 'USD' }],
  [`/v1/holds/hld_${'0'.repeat(26)}/captures`, { amount: '1' }],
  ['/v1/transfers', transfer],
  [`/v1/transfers/trf_${'0'.repeat(26)}/settlements`, { outcome: 'settled', railReference: 'r' }],
  [`/v1/risk/alerts/alr_${'0'.repeat(26)}/resolution`, { decision: 'approve' }],
];

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('1e3', '12.345', '-0', '0', '.5', '1'.repeat(400), 'JPY', 'XXX', '', 'sellers:1', 'a#b', '\ud800'),
  fc.double(),
);

type Path = readonly (string | number)[];

const pathsIn = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([name, part]) => pathsIn(part, [...path, name]))]
    : [path];

const replaced = (value: unknown, [first, ...rest]: Path, part: unknown): unknown => {
  if (first === undefined) return part;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Reflect.set(copy, first, replaced(Reflect.get(copy, first), rest, part));
  return copy;
};

/** A valid body of which one part is something else, or has one thing more. */
const mutated = fc
  .constantFrom(...valid)
  .chain(([path, body]) =>
    fc
      .tuple(fc.constantFrom(...pathsIn(body)), anything, fc.option(fc.string({ maxLength: 12 })))
      .map(([place, part, more]) => [path, replaced(body, more === null ? place : [...place, more], part)] as const),
  );

const arbitrary = fc.tuple(
  fc.constantFrom(...valid.map(([path]) => path)),
  fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())),
);

describe('any request', () => {
  it.each([
    ['with an arbitrary body', arbitrary],
    ['with a valid body of which a part is anything', mutated],
  ])('%s is answered below 500, and writes nothing if it is refused', async (_what, requests) => {
    const { ask, events, failures } = apiUnderTest();
    await market(ask);
    await fc.assert(
      fc.asyncProperty(requests, async ([path, body]) => {
        const before = (await events()).length;
        const got = await ask('POST', path, { text: JSON.stringify(body), key: freshKey() });
        expect({ status: got.status, failures }).toEqual({ status: expect.any(Number), failures: [] });
        expect(got.status).toBeLessThan(500);
        if (got.status >= 400) expect((await events()).length).toBe(before);
        if (got.status >= 400) expect(got.body['errors']).toEqual(expect.any(Array));
      }),
      { numRuns: 400 },
    );
  });

  it('with arbitrary text for a body is answered below 500', async () => {
    const { ask, events } = apiUnderTest();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.boolean(), async (text, base64) => {
        expect((await ask('POST', '/v1/accounts', { text, base64, key: freshKey() })).status).toBe(400);
      }),
      { numRuns: 200 },
    );
    expect(await events()).toEqual([]);
  });

  it('with arbitrary parameters and names is answered below 500', async () => {
    const { ask } = apiUnderTest();
    const paths = ['/v1/accounts', '/v1/accounts/a', '/v1/accounts/a/entries', '/v1/trial-balance', '/v1/risk/alerts'];
    const names = fc.oneof(fc.constantFrom('limit', 'cursor', 'prefix', '__proto__', 'dryRun'), fc.string());
    const query = fc.array(fc.tuple(names, fc.string({ unit: 'binary' })), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), query, fc.string(), async (path, parameters, id) => {
        const search = parameters.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&');
        expect((await ask('GET', `${path}?${search}`)).status).toBeLessThan(500);
        for (const list of ['accounts', 'holds', 'transfers', 'journal-entries'])
          expect((await ask('GET', `/v1/${list}/x${encode(id)}`)).status).toBe(404);
      }),
      { numRuns: 200 },
    );
  });

  it('with a cursor that somebody made up is answered below 500', async () => {
    const { ask } = apiUnderTest();
    await market(ask);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string(), async (made, after) => {
        for (const value of [made, ['entries sellers:1', after], ['accounts ', after]]) {
          const cursor = Buffer.from(JSON.stringify(value)).toString('base64url');
          for (const path of ['/v1/accounts', '/v1/accounts/sellers:1/entries', '/v1/trial-balance'])
            expect((await ask('GET', `${path}?cursor=${cursor}`)).status).toBeLessThan(500);
        }
      }),
      { numRuns: 100 },
    );
  });
});

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
