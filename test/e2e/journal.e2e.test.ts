import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, apiClient, entryOf, openAccounts } from '../support/api-client.ts';
import { eventually } from '../support/eventually.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';

let stack: LocalStack;
let api: Api;

beforeAll(async () => {
  stack = await startLocalStack();
  api = apiClient(stack);
  await openAccounts(api, {
    bank: { type: 'asset' },
    seller: { type: 'liability', floor: '0.00' },
    euros: { type: 'asset', currency: 'EUR' },
    'euro-capital': { type: 'equity', currency: 'EUR' },
  });
}, 60_000);

afterAll(() => stack.stop(), 30_000);

const balanceOf = async (id: string) => (await api.get(`/v1/accounts/${id}/balance`)).body;

describe('the ledger over HTTP', () => {
  it('posts an entry that is in the balances at once, and in the lists and the trial balance a moment later', async () => {
    const posted = await api.post('/v1/journal-entries', { body: entryOf('bank', 'seller', '100.00') });
    expect(posted.status).toBe(201);
    expect(await balanceOf('seller')).toMatchObject({ posted: '100.00', available: '100.00', version: 2 });
    const other = await api.post('/v1/journal-entries', { body: entryOf('euros', 'euro-capital', '7.5', 'EUR') });
    expect(other.body).toMatchObject({ postings: [{ amount: '7.50' }, { amount: '7.50' }] });
    const listed = await eventually(
      () => api.get('/v1/accounts/seller/entries'),
      // The version is read before the list, so a list that is whole may still be promised for an earlier one.
      ({ body }) => body['upToVersion'] === 2,
    );
    expect(listed.body).toMatchObject({
      upToVersion: 2,
      items: [{ entryId: posted.body['id'], side: 'credit', amount: '100.00' }],
    });
    const trial = await eventually(
      () => api.get('/v1/trial-balance'),
      ({ body }) => (body['currencies'] as readonly unknown[]).length === 2,
    );
    expect(trial.body['currencies']).toEqual([
      { currency: 'EUR', debits: '7.50', credits: '7.50', difference: '0.00' },
      { currency: 'USD', debits: '100.00', credits: '100.00', difference: '0.00' },
    ]);
  });

  it('shows a striped account as one, from many entries at once to its freeze', async () => {
    await openAccounts(api, { hot: { type: 'asset', stripes: 16 } });
    const posted = await Promise.all(
      Array.from({ length: 48 }, () => api.post('/v1/journal-entries', { body: entryOf('hot', 'bank', '1.00') })),
    );
    expect(new Set(posted.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await balanceOf('hot')).toMatchObject({ posted: '48.00', version: 17 + 48 });
    const listed = await eventually(
      () => api.get('/v1/accounts/hot/entries?limit=200'),
      ({ body }) => body['upToVersion'] === 17 + 48,
    );
    expect(new Set((listed.body['items'] as { entryId: string }[]).map(({ entryId }) => entryId))).toEqual(
      new Set(posted.map(({ body }) => body['id'])),
    );
    expect((await api.post('/v1/accounts/hot/freeze', { body: {} })).body).toMatchObject({ status: 'frozen' });
    const late = await Promise.all(
      Array.from({ length: 32 }, () => api.post('/v1/journal-entries', { body: entryOf('hot', 'bank', '1.00') })),
    );
    expect(new Set(late.map(({ body }) => body['code']))).toEqual(new Set(['AccountFrozen']));
  }, 60_000);

  it('posts one entry for 32 simultaneous requests with one key, and answers all 32 alike', async () => {
    const body = entryOf('bank', 'seller', '1.00');
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => api.post('/v1/journal-entries', { body, key: 'same' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(31);
    expect(await balanceOf('seller')).toMatchObject({ posted: '101.00' });
    const misused = await api.post('/v1/journal-entries', { body: entryOf('bank', 'seller', '2.00'), key: 'same' });
    expect([misused.status, misused.body['code']]).toEqual([422, 'IdempotencyKeyMisused']);
    const keyless = await api.post('/v1/journal-entries', { body, key: null });
    expect([keyless.status, keyless.body['code']]).toEqual([400, 'IdempotencyKeyMissing']);
  });

  it('lets exactly 10 of 64 simultaneous debits of 10.00 have an account with 100.00', async () => {
    await openAccounts(api, { wallet: { type: 'liability', floor: '0.00' } });
    await api.post('/v1/journal-entries', { body: entryOf('bank', 'wallet', '100.00') });
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => api.post('/v1/journal-entries', { body: entryOf('wallet', 'bank', '10.00') })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ body }) => body['code'] === 'InsufficientFunds')).toHaveLength(54);
    expect(await balanceOf('wallet')).toMatchObject({ posted: '0.00', available: '0.00' });
  }, 30_000);

  it('refuses what is wrong with a code of its own, and writes nothing', async () => {
    const leg = (accountId: string, side: string, amount: unknown, currency = 'USD') => ({
      accountId,
      side,
      amount,
      currency,
    });
    const entry = (...postings: readonly unknown[]) => ({ description: 'Wrong', postings });
    const wrong: readonly (readonly [number, string, unknown])[] = [
      [422, 'AmountPrecision', entry(leg('bank', 'debit', '12.345'), leg('seller', 'credit', '12.345'))],
      [400, 'MalformedAmount', entry(leg('bank', 'debit', '1e3'), leg('seller', 'credit', '1e3'))],
      [400, 'MalformedAmount', entry(leg('bank', 'debit', 12.5), leg('seller', 'credit', 12.5))],
      [
        400,
        'UnknownProperty',
        { ...entry(leg('bank', 'debit', '1.00'), leg('seller', 'credit', '1.00')), colour: 'red' },
      ],
      [422, 'UnknownAccount', entry(leg('bank', 'debit', '1.00'), leg('nobody', 'credit', '1.00'))],
      [422, 'CurrencyMismatch', entry(leg('bank', 'debit', '1.00', 'EUR'), leg('seller', 'credit', '1.00', 'EUR'))],
      [422, 'UnbalancedEntry', entry(leg('bank', 'debit', '1.00'), leg('seller', 'credit', '1.01'))],
      [422, 'TooFewPostings', entry(leg('bank', 'debit', '1.00'))],
    ];
    const before = await balanceOf('bank');
    for (const [status, code, body] of wrong) {
      const answer = await api.post('/v1/journal-entries', { body });
      expect([answer.status, answer.body['code'], answer.headers.get('content-type')]).toEqual([
        status,
        code,
        expect.stringContaining('application/problem+json'),
      ]);
    }
    const unreadable = await api.post('/v1/journal-entries', { text: '{"postings": [' });
    expect([unreadable.status, unreadable.body['code']]).toEqual([400, 'MalformedRequest']);
    expect(await balanceOf('bank')).toEqual(before);
  });

  it('shows nothing without a token, and nothing beyond the scopes of one', async () => {
    const turnedAway = await api.get('/v1/accounts/bank', { token: null });
    expect([turnedAway.status, turnedAway.body]).toEqual([401, { message: 'Unauthorized' }]);
    expect((await api.get('/v1/accounts/bank', { token: 'not.a.token' })).status).toBe(401);
    expect((await api.get('/v1/health', { token: null })).status).toBe(200);
    expect((await api.get('/v1/nothing')).body).toMatchObject({ code: 'RouteNotFound' });
  });
});
