import { describe, expect, it } from '@jest/globals';
import { type ProblemCode, statusOf } from '../../../functions/api/status-of.ts';
import { type Ask, apiUnderTest, type Got } from './support/api-under-test.ts';
import { accountOf, entryOf, market, post } from './support/requests.ts';

const entries = '/v1/journal-entries';
const usd = (accountId: string, side: string, amount: unknown, currency = 'USD') => ({
  accountId,
  side,
  amount,
  currency,
});

/** Answers of every code that a caller can bring about by what they send, in the order of precedence. */
const refusals: readonly (readonly [ProblemCode, string | undefined, (ask: Ask) => Promise<Got>])[] = [
  ['RouteNotFound', undefined, (ask) => ask('GET', '/v1/nothing')],
  ['Unauthenticated', undefined, (ask) => ask('GET', '/v1/accounts', { claims: null })],
  ['Forbidden', undefined, (ask) => ask('GET', '/v1/accounts', { claims: { sub: 'x', ledger: 'main', scope: 'a b' } })],
  ['RequestTooLarge', undefined, (ask) => ask('POST', entries, { text: ' '.repeat(256 * 1024 + 1), key: 'k' })],
  ['MalformedRequest', undefined, (ask) => ask('POST', entries, { text: '{', key: 'k' })],
  ['MalformedRequest', '/postings', (ask) => post(ask, entries, {})],
  ['MalformedAmount', '/postings/0/amount', (ask) => post(ask, entries, { postings: [usd('a', 'debit', '1e3')] })],
  ['MalformedAmount', '/postings/0/amount', (ask) => post(ask, entries, { postings: [usd('a', 'debit', 12.5)] })],
  ['UnknownProperty', '/note', (ask) => post(ask, entries, { postings: [], note: 1 })],
  ['MalformedCursor', 'cursor', (ask) => ask('GET', '/v1/accounts?cursor=zzz')],
  ['IdempotencyKeyMissing', 'Idempotency-Key', (ask) => ask('POST', entries, { body: { postings: [] } })],
  [
    'UnknownCurrency',
    '/postings/0/currency',
    (ask) => post(ask, entries, { postings: [usd('a', 'debit', '1', 'XXX')] }),
  ],
  ['AmountPrecision', '/postings/0/amount', (ask) => post(ask, entries, { postings: [usd('a', 'debit', '12.345')] })],
  [
    'AmountTooLarge',
    '/postings/0/amount',
    (ask) => post(ask, entries, { postings: [usd('a', 'debit', '1'.repeat(15))] }),
  ],
  ['AmountNotPositive', '/postings/0/amount', (ask) => post(ask, entries, { postings: [usd('a', 'debit', '-1')] })],
  ['TooFewPostings', '/postings', (ask) => post(ask, entries, { postings: [usd('a', 'debit', '1')] })],
  [
    'UnbalancedEntry',
    '/postings',
    (ask) => post(ask, entries, { postings: [usd('a', 'debit', '1'), usd('b', 'credit', '2')] }),
  ],
  ['UnknownAccount', '/postings/1/accountId', (ask) => post(ask, entries, entryOf('assets:bank', 'nobody', '1'))],
  [
    'CurrencyMismatch',
    '/postings/0/accountId',
    (ask) => post(ask, entries, entryOf('sellers:1', 'assets:bank', '1', 'EUR')),
  ],
  ['AccountNotFound', undefined, (ask) => ask('GET', '/v1/accounts/nobody')],
  ['EntryNotFound', undefined, (ask) => ask('GET', '/v1/journal-entries/nothing')],
  ['HoldNotFound', undefined, (ask) => ask('GET', '/v1/holds/nothing')],
  ['TransferNotFound', undefined, (ask) => ask('GET', '/v1/transfers/nothing')],
  ['AlertNotFound', undefined, (ask) => post(ask, '/v1/risk/alerts/nothing/resolution', { decision: 'approve' })],
  ['AccountExists', undefined, (ask) => post(ask, '/v1/accounts', accountOf('sellers:1'))],
  ['AccountNotEmpty', undefined, (ask) => post(ask, '/v1/accounts/sellers:1/close', {})],
  [
    'InsufficientFunds',
    '/postings/0/accountId',
    (ask) => post(ask, entries, entryOf('sellers:1', 'assets:bank', '101')),
  ],
  [
    'SameAccount',
    '/destinationAccountId',
    (ask) => post(ask, '/v1/holds', { ...hold, destinationAccountId: 'sellers:1' }),
  ],
  [
    'ExpiryNotInFuture',
    '/expiresAt',
    (ask) => post(ask, '/v1/holds', { ...hold, expiresAt: '2026-11-23T09:00:00.000Z' }),
  ],
];

const hold = { accountId: 'sellers:1', destinationAccountId: 'assets:bank', amount: '10', currency: 'USD' };

describe('a refused request', () => {
  it.each(refusals)('is told %s at %s, and writes nothing but that a rule refused it', async (code, where, refused) => {
    const { ask, events, rejections } = apiUnderTest();
    await market(ask);
    const before = await events();
    const got = await refused(ask);
    expect(got.body).toMatchObject({
      type: `urn:quipu:problem:${code}`,
      status: statusOf[code],
      code,
      requestId: 'request-1',
      errors: where === undefined ? [] : [{ code, [where.startsWith('/') ? 'pointer' : 'parameter']: where }],
    });
    expect(got.status).toBe(statusOf[code]);
    expect(await events()).toEqual(before);
    const isByRule = statusOf[code] === 409 || statusOf[code] === 422;
    expect((await rejections()).map((rejection) => rejection.code)).toEqual(isByRule ? [code] : []);
  });

  it('is told its title as a sentence', async () => {
    const { ask } = apiUnderTest();
    const { body } = await ask('POST', entries, { body: { postings: [] } });
    expect(body['title']).toBe('Idempotency key missing');
  });

  it('is told one pointer for each fault', async () => {
    const { ask } = apiUnderTest();
    const { body } = await post(ask, entries, {
      postings: [{ accountId: 'a b', side: 'left', amount: 3, extra: 1 }],
      metadata: { 'a/b': 'x', ok: 5, ['__proto__~']: 'x' },
      'x/y~z': 1,
      description: 'a\u0000b',
    });
    expect(body['code']).toBe('MalformedRequest');
    const errors = body['errors'] as readonly { readonly pointer: string; readonly code: string }[];
    expect(Object.fromEntries(errors.map(({ pointer, code }) => [pointer, code]))).toEqual({
      '/description': 'MalformedRequest',
      '/postings/0/accountId': 'MalformedRequest',
      '/postings/0/side': 'MalformedRequest',
      '/postings/0/amount': 'MalformedAmount',
      '/postings/0/currency': 'MalformedRequest',
      '/postings/0/extra': 'UnknownProperty',
      '/metadata/a~1b': 'MalformedRequest',
      '/metadata/ok': 'MalformedRequest',
      '/metadata/__proto__~0': 'MalformedRequest',
      '/x~1y~0z': 'UnknownProperty',
    });
    expect(errors).toHaveLength(10);
  });

  it('is told every amount at fault', async () => {
    const { ask } = apiUnderTest();
    const got = await post(ask, entries, {
      postings: [usd('a', 'debit', '1.234'), usd('b', 'credit', '0'), usd('c', 'credit', '1', 'ABC')],
    });
    expect(got).toMatchObject({
      status: 422,
      body: {
        code: 'AmountPrecision',
        errors: [
          { pointer: '/postings/0/amount', code: 'AmountPrecision' },
          { pointer: '/postings/1/amount', code: 'AmountNotPositive' },
          { pointer: '/postings/2/currency', code: 'UnknownCurrency' },
        ],
      },
    });
  });

  it('is told of one account in two currencies', async () => {
    const { ask } = apiUnderTest();
    const both = [...entryOf('a', 'b', '1').postings, ...entryOf('a', 'c', '1', 'EUR').postings];
    expect(await post(ask, entries, { postings: both })).toMatchObject({
      status: 422,
      body: { code: 'CurrencyMismatch', errors: [{ pointer: '/postings/2/currency' }] },
    });
  });

  it('hears of what is malformed before the key, then of the key, the unknown, the state and the funds', async () => {
    const { ask } = apiUnderTest();
    await market(ask);
    await post(ask, entries, entryOf('sellers:1', 'assets:bank', '1'), 'used');
    await post(ask, '/v1/accounts/sellers:1/freeze', {});
    const tooMuch = entryOf('sellers:1', 'assets:bank', '101');
    const codeOf = async (got: Promise<Got>) => (await got).body['code'];
    expect(await codeOf(post(ask, entries, tooMuch))).toBe('AccountFrozen');
    expect(await codeOf(post(ask, entries, tooMuch, 'used'))).toBe('IdempotencyKeyMisused');
    expect(await codeOf(post(ask, entries, { ...tooMuch, note: 1 }, 'used'))).toBe('UnknownProperty');
    expect(await codeOf(ask('POST', entries, { body: { ...tooMuch, note: 1 } }))).toBe('UnknownProperty');
    expect(await codeOf(ask('POST', entries, { body: tooMuch }))).toBe('IdempotencyKeyMissing');
    expect(await codeOf(post(ask, entries, entryOf('sellers:1', 'nobody', '101')))).toBe('UnknownAccount');
  });
});
