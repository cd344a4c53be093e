import { describe, expect, it } from '@jest/globals';
import { parseAccountId } from '../../../domain/accounts/account.ts';
import { accountIdSchema } from '../../../functions/api/schemas/text.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { accountOf, entryOf, freshKey, opened, post } from './support/requests.ts';

const of = (count: number, text = 'a') => text.repeat(count);
const pairs = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
const hold = { accountId: 'a', destinationAccountId: 'b', amount: '1', currency: 'USD' };
const transfer = {
  kind: 'payout',
  sourceAccountId: 'a',
  settlementAccountId: 'b',
  amount: '1',
  currency: 'USD',
  destination: 'sim-accept',
};

/** For each limit: what is just within it, what is one past it, and where that is said to be. */
const limits: readonly (readonly [string, string, object, object, string])[] = [
  ['a name', '/v1/accounts', accountOf('x', { name: of(100) }), accountOf('x', { name: of(101) }), '/name'],
  ['a name at all', '/v1/accounts', accountOf('x', { name: 'x' }), accountOf('x', { name: '' }), '/name'],
  ['an account id', '/v1/accounts', accountOf(of(100)), accountOf(of(101), { name: 'x' }), '/id'],
  ['its segments', '/v1/accounts', accountOf('a:a:a:a:a:a:a:a'), accountOf('a:a:a:a:a:a:a:a:a'), '/id'],
  [
    'metadata',
    '/v1/accounts',
    accountOf('x', { metadata: pairs(20) }),
    accountOf('x', { metadata: pairs(21) }),
    '/metadata',
  ],
  [
    'a key of metadata',
    '/v1/accounts',
    accountOf('x', { metadata: { [of(40)]: 'v' } }),
    accountOf('x', { metadata: { [of(41)]: 'v' } }),
    `/metadata/${of(41)}`,
  ],
  [
    'a value of metadata',
    '/v1/accounts',
    accountOf('x', { metadata: { k: of(200, '𝄞') } }),
    accountOf('x', { metadata: { k: of(201) } }),
    '/metadata/k',
  ],
  [
    'a description in code points',
    '/v1/journal-entries',
    { ...entryOf('a', 'b', '1'), description: of(200, '😀') },
    { ...entryOf('a', 'b', '1'), description: of(201, '😀') },
    '/description',
  ],
  [
    'a description without halves of characters',
    '/v1/journal-entries',
    { ...entryOf('a', 'b', '1'), description: '\ud83d\ude00' },
    { ...entryOf('a', 'b', '1'), description: '\ud83d' },
    '/description',
  ],
  [
    'a description of a hold',
    '/v1/holds',
    { ...hold, description: of(200) },
    { ...hold, description: of(201) },
    '/description',
  ],
  [
    'a destination',
    '/v1/transfers',
    { ...transfer, destination: of(64) },
    { ...transfer, destination: of(65) },
    '/destination',
  ],
  [
    'a day of the calendar',
    '/v1/journal-entries',
    { ...entryOf('a', 'b', '1'), effectiveDate: '2024-02-29' },
    { ...entryOf('a', 'b', '1'), effectiveDate: '2026-02-29' },
    '/effectiveDate',
  ],
  [
    'a moment with milliseconds',
    '/v1/holds',
    { ...hold, expiresAt: '2026-12-31T23:59:59.999Z' },
    { ...hold, expiresAt: '2026-12-31T23:59:59Z' },
    '/expiresAt',
  ],
];

describe('a limit', () => {
  it.each(limits)('of %s is kept exactly', async (_what, path, within, past, pointer) => {
    const { ask } = apiUnderTest();
    await opened(ask, 'a');
    await opened(ask, 'b', { type: 'liability' });
    expect(await post(ask, path, within)).toMatchObject({ status: path === '/v1/transfers' ? 202 : 201 });
    expect(await post(ask, path, past)).toMatchObject({
      status: 400,
      body: { code: 'MalformedRequest', errors: [{ pointer }] },
    });
  });

  it('of the digits before the point is 14', async () => {
    const { ask } = apiUnderTest();
    await opened(ask, 'a');
    await opened(ask, 'b', { type: 'liability' });
    expect(await post(ask, '/v1/journal-entries', entryOf('a', 'b', `${of(14, '9')}.99`))).toMatchObject({
      status: 201,
    });
    expect(await post(ask, '/v1/journal-entries', entryOf('a', 'b', of(15, '9')))).toMatchObject({
      body: { code: 'AmountTooLarge' },
    });
  });

  it('of an entry is 99 accounts and 100 postings', async () => {
    const { ask } = apiUnderTest();
    for (let index = 0; index < 99; index += 1) await opened(ask, `a:${index}`);
    const legs = (count: number, accounts: number) => ({
      postings: Array.from({ length: count }, (_, index) => ({
        accountId: `a:${index % accounts}`,
        side: index % 2 === 0 ? 'debit' : 'credit',
        amount: '1',
        currency: 'USD',
      })),
    });
    const codeOf = async (count: number, accounts: number) =>
      (await post(ask, '/v1/journal-entries', legs(count, accounts))).body['code'];
    expect(await codeOf(100, 99)).toBeUndefined();
    expect(await codeOf(102, 99)).toBe('TooManyPostings');
    expect(await codeOf(100, 100)).toBe('TooManyAccounts');
  });

  it('of an Idempotency-Key is 255 printable characters of ASCII', async () => {
    const { ask } = apiUnderTest();
    expect(await post(ask, '/v1/accounts', accountOf('a'), of(255))).toMatchObject({ status: 201 });
    for (const key of [of(256), 'ключ', 'a\u007f'])
      expect(await post(ask, '/v1/accounts', accountOf('a'), key)).toMatchObject({
        status: 400,
        body: { code: 'MalformedRequest', errors: [{ parameter: 'Idempotency-Key' }] },
      });
    expect(await post(ask, '/v1/accounts', accountOf('a'), '')).toMatchObject({
      body: { code: 'IdempotencyKeyMissing' },
    });
  });

  it('of a correlation id is 64 characters', async () => {
    const { ask } = apiUnderTest();
    const by = (id: string) => ask('GET', '/v1/accounts', { headers: { 'x-correlation-id': id } });
    expect(await by(of(64))).toMatchObject({ status: 200 });
    for (const id of [of(65), 'a b'])
      expect(await by(id)).toMatchObject({ status: 400, body: { errors: [{ parameter: 'X-Correlation-Id' }] } });
  });

  it('of a page is 1 to 200', async () => {
    const { ask } = apiUnderTest();
    for (const limit of ['1', '200'])
      expect(await ask('GET', `/v1/accounts?limit=${limit}`)).toMatchObject({ status: 200 });
    for (const limit of ['0', '201', '-1', '1e1', '', '1&limit=2'])
      expect(await ask('GET', `/v1/accounts?limit=${limit}`)).toMatchObject({
        status: 400,
        body: { code: 'MalformedRequest', errors: [{ parameter: 'limit' }] },
      });
    expect(await ask('GET', '/v1/accounts?page=2')).toMatchObject({
      status: 400,
      body: { code: 'UnknownProperty', errors: [{ parameter: 'page' }] },
    });
  });

  it('of a request is 256 KiB, however it is sent', async () => {
    const { ask } = apiUnderTest();
    const padded = (bytes: number) => JSON.stringify(accountOf('a')).padEnd(bytes, ' ');
    const encoded = (bytes: number) => Buffer.from(padded(bytes)).toString('base64');
    const limit = 256 * 1024;
    const key = freshKey();
    expect(await ask('POST', '/v1/accounts', { text: padded(limit), key })).toMatchObject({ status: 201 });
    expect(await ask('POST', '/v1/accounts', { text: padded(limit + 1), key })).toMatchObject({ status: 413 });
    expect(await ask('POST', '/v1/accounts', { text: encoded(limit), base64: true, key })).toMatchObject({
      status: 201,
    });
    expect(await ask('POST', '/v1/accounts', { text: encoded(limit + 1), base64: true, key })).toMatchObject({
      status: 413,
    });
  });

  it('of an account id is the one of the domain', () => {
    for (const id of ['a', 'a:b', ':a', 'a:', 'a::b', 'ä', 'a b', '', 'a_-Z9', of(100), of(101), 'a:'.repeat(8)])
      expect(accountIdSchema.safeParse(id).success).toBe(parseAccountId(id) !== undefined);
  });
});
