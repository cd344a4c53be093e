import { describe, expect, it } from '@jest/globals';
import { apiUnderTest } from './support/api-under-test.ts';
import { entryOf, freshKey, market, opened, post } from './support/requests.ts';

describe('accounts over HTTP', () => {
  it('are opened, and answered alike when read', async () => {
    const { ask } = apiUnderTest();
    const got = await post(ask, '/v1/accounts', {
      id: 'sellers:7:payable',
      name: 'Seller 7',
      type: 'liability',
      currency: 'USD',
      floor: '0.00',
      metadata: { tier: 'gold' },
    });
    expect(got.status).toBe(201);
    expect(got.headers['location']).toBe('/v1/accounts/sellers:7:payable');
    expect(got.body).toEqual({
      id: 'sellers:7:payable',
      name: 'Seller 7',
      type: 'liability',
      normalSide: 'credit',
      currency: 'USD',
      status: 'open',
      floor: '0.00',
      stripes: 1,
      version: 1,
      balance: { posted: '0.00', pending: '0.00', available: '0.00', held: '0.00', debits: '0.00', credits: '0.00' },
      openedAt: '2026-11-23T10:00:00.000Z',
      metadata: { tier: 'gold' },
    });
    const read = await ask('GET', '/v1/accounts/sellers%3A7%3Apayable');
    expect(read).toMatchObject({ status: 200, body: got.body });
  });

  it('are opened once with one key, and another account of the id is refused', async () => {
    const { ask, events } = apiUnderTest();
    const body = { id: 'a', name: 'A', type: 'asset', currency: 'USD' };
    const first = await post(ask, '/v1/accounts', body, 'open');
    const again = await post(ask, '/v1/accounts', body, 'open');
    expect(again).toMatchObject({ status: 201, body: first.body, headers: { 'idempotency-replayed': 'true' } });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(await events()).toHaveLength(2);
    expect(await post(ask, '/v1/accounts', body, 'other')).toMatchObject({
      status: 409,
      body: { code: 'AccountExists', errors: [] },
    });
    expect(await post(ask, '/v1/accounts', { ...body, name: 'B' }, 'open')).toMatchObject({
      status: 422,
      body: { code: 'IdempotencyKeyMisused' },
    });
  });

  it('tell a balance that has every entry already answered, while the list is a projection', async () => {
    const { ask, project } = apiUnderTest();
    await market(ask);
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({
      accountId: 'sellers:1',
      currency: 'USD',
      version: 2,
      posted: '100.00',
      available: '100.00',
      credits: '100.00',
    });
    expect((await ask('GET', '/v1/accounts')).body).toEqual({ items: [], nextCursor: null });
    await project();
    const listed = await ask('GET', '/v1/accounts');
    const one = await ask('GET', '/v1/accounts/assets:bank');
    expect(listed.body['items']).toEqual([one.body, (await ask('GET', '/v1/accounts/sellers:1')).body]);
  });

  it('are listed by pages and by the beginning of their ids', async () => {
    const { ask, project } = apiUnderTest();
    for (const id of ['a:1', 'a:2', 'a:3', 'ab:1', 'b:1']) await opened(ask, id);
    await project();
    const idsOf = (body: { readonly [name: string]: unknown }) =>
      (body['items'] as readonly { readonly id: string }[]).map(({ id }) => id);
    const first = (await ask('GET', '/v1/accounts?prefix=a:&limit=2')).body;
    expect(idsOf(first)).toEqual(['a:1', 'a:2']);
    const second = (await ask('GET', `/v1/accounts?prefix=a:&limit=2&cursor=${first['nextCursor']}`)).body;
    expect(idsOf(second)).toEqual(['a:3']);
    expect(second['nextCursor']).toBeNull();
    expect(idsOf((await ask('GET', '/v1/accounts?prefix=a&limit=200')).body)).toHaveLength(4);
    const elsewhere = await ask('GET', `/v1/accounts?prefix=b&cursor=${first['nextCursor']}`);
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'MalformedCursor' } });
  });

  it('list their postings newest first, and say how far the list is', async () => {
    const { ask, project } = apiUnderTest();
    await market(ask);
    const empty = await ask('GET', '/v1/accounts/sellers:1/entries');
    expect(empty).toMatchObject({ status: 200, body: { items: [], upToVersion: 0, nextCursor: null } });
    const second = await post(ask, '/v1/journal-entries', {
      description: 'Twice',
      postings: [
        { accountId: 'sellers:1', side: 'debit', amount: '1', currency: 'USD' },
        { accountId: 'sellers:1', side: 'debit', amount: '2', currency: 'USD' },
        { accountId: 'assets:bank', side: 'credit', amount: '3', currency: 'USD' },
      ],
    });
    await post(ask, '/v1/accounts/sellers:1/freeze', {});
    await project();
    const { body } = await ask('GET', '/v1/accounts/sellers:1/entries');
    expect(body['upToVersion']).toBe(4);
    expect(body['items']).toMatchObject([{ amount: '1.00' }, { amount: '2.00' }, { amount: '100.00' }]);
    expect((body['items'] as readonly unknown[])[1]).toEqual({
      entryId: second.body['id'],
      side: 'debit',
      amount: '2.00',
      currency: 'USD',
      effectiveDate: '2026-11-23',
      recordedAt: second.body['recordedAt'],
      description: 'Twice',
      accountVersion: 3,
      balanceAfter: { posted: '97.00', pending: '97.00', available: '97.00' },
    });
    const seen: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== null && seen.length < 10; ) {
      const from = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await ask('GET', `/v1/accounts/sellers:1/entries?limit=1${from}`);
      expect(page.body['items']).toHaveLength(1);
      seen.push(...(page.body['items'] as readonly unknown[]));
      cursor = page.body['nextCursor'];
    }
    expect(seen).toEqual(body['items']);
  });

  it('are frozen, unfrozen, limited and closed, each answered alike when asked again', async () => {
    const { ask } = apiUnderTest();
    await opened(ask, 'a');
    const freeze = freshKey();
    const frozen = await post(ask, '/v1/accounts/a/freeze', undefined, freeze);
    expect(frozen).toMatchObject({ status: 200, body: { status: 'frozen', version: 2 } });
    expect(await post(ask, '/v1/accounts/a/freeze', {})).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await post(ask, '/v1/accounts/a/unfreeze', {})).toMatchObject({ body: { status: 'open', version: 3 } });
    expect(await post(ask, '/v1/accounts/a/freeze', undefined, freeze)).toMatchObject({
      status: 200,
      body: frozen.body,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(await post(ask, '/v1/accounts/a/limits', { floor: '-5' })).toMatchObject({ body: { floor: '-5.00' } });
    expect(await post(ask, '/v1/accounts/a/limits', { floor: null })).toMatchObject({ body: { floor: null } });
    expect(await post(ask, '/v1/accounts/a/close', {})).toMatchObject({ body: { status: 'closed', version: 6 } });
    expect(await post(ask, '/v1/accounts/a/freeze', {})).toMatchObject({
      status: 409,
      body: { code: 'AccountClosed' },
    });
  });

  it('are not there for another ledger', async () => {
    const { ask } = apiUnderTest();
    await market(ask);
    const claims = { sub: 'other', ledger: 'other', scope: 'accounts:read accounts:write' };
    for (const path of ['', '/balance', '/entries'])
      expect(await ask('GET', `/v1/accounts/sellers:1${path}`, { claims })).toMatchObject({
        status: 404,
        body: { code: 'AccountNotFound' },
      });
    expect(await ask('POST', '/v1/accounts/sellers:1/close', { claims, key: 'close' })).toMatchObject({ status: 404 });
  });

  it('are decided on without a trace in a dry run', async () => {
    const { ask, events } = apiUnderTest();
    const dry = await post(ask, '/v1/accounts?dryRun=true', { id: 'a', name: 'A', type: 'asset', currency: 'USD' });
    expect(dry).toMatchObject({ status: 200, body: { id: 'a', version: 1, dryRun: true } });
    expect(await events()).toEqual([]);
    await opened(ask, 'a');
    expect(await post(ask, '/v1/accounts/a/freeze?dryRun=true', {})).toMatchObject({
      body: { status: 'frozen', dryRun: true },
    });
    expect(await ask('GET', '/v1/accounts/a')).toMatchObject({ body: { status: 'open' } });
    expect(await post(ask, '/v1/accounts/a/unfreeze?dryRun=true', {})).toMatchObject({
      body: { status: 'open', version: 1, dryRun: true },
    });
    await post(ask, '/v1/journal-entries?dryRun=true', entryOf('a', 'a', '1'));
    expect(await events()).toHaveLength(2);
  });
});
