import { describe, expect, it } from '@jest/globals';
import { objectsOf } from '../../../cli/answers/field-of.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import { type Ask, apiUnderTest } from './support/api-under-test.ts';
import { accountOf, entryOf, opened, post } from './support/requests.ts';

const entries = '/v1/journal-entries';

const hot = async () => {
  const api = apiUnderTest();
  await opened(api.ask, 'hot', { stripes: 16 });
  await opened(api.ask, 'hot:child');
  await opened(api.ask, 'sellers:1', { type: 'liability' });
  return api;
};

/** Thirty entries of 1.00 on the hot account, and which they are, the oldest first. */
const busy = async (ask: Ask): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    const { status, body } = await post(ask, entries, entryOf('hot', 'sellers:1', '1.00'));
    expect(status).toBe(201);
    ids.push(String(body['id']));
  }
  return ids;
};

const balance = (debits: string) => ({
  posted: debits,
  pending: debits,
  available: debits,
  held: '0.00',
  debits,
  credits: '0.00',
});

describe('a striped account over HTTP', () => {
  it('is opened with its stripes and answered as one account', async () => {
    const { ask, events } = apiUnderTest();
    const body = accountOf('hot', { stripes: 16 });
    const rehearsed = await ask('POST', '/v1/accounts?dryRun=true', { body, key: 'open' });
    expect(rehearsed.body).toMatchObject({ id: 'hot', stripes: 16, version: 17, dryRun: true });
    const got = await post(ask, '/v1/accounts', body, 'open');
    expect(got).toMatchObject({ status: 201, body: { id: 'hot', stripes: 16, version: 17, balance: balance('0.00') } });
    expect(await post(ask, '/v1/accounts', body, 'open')).toMatchObject({ status: 201, body: got.body });
    expect((await ask('GET', '/v1/accounts/hot')).body).toEqual(got.body);
    // One for the request, one for the account, and one for each stripe.
    expect(await events()).toHaveLength(18);
  });

  it.each([0, 17, 1.5, '2', null])('is not opened on %j stripes', async (stripes) => {
    const { ask, events } = apiUnderTest();
    expect(await post(ask, '/v1/accounts', accountOf('hot', { stripes }))).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/stripes' }] },
    });
    expect(await events()).toEqual([]);
  });

  it('has no floor, and its stripes no names for callers', async () => {
    const { ask, events } = await hot();
    const before = await events();
    for (const [path, body] of [
      ['/v1/accounts', accountOf('other', { stripes: 2, floor: '0' })],
      ['/v1/accounts/hot/limits', { floor: '0' }],
    ] as const)
      expect(await post(ask, path, body)).toMatchObject({ status: 422, body: { code: 'StripedWithFloor' } });
    const named = entryOf('hot~1', 'sellers:1', '1');
    const hold = { accountId: 'hot~1', destinationAccountId: 'sellers:1', amount: '1', currency: 'USD' };
    expect((await post(ask, entries, named)).body['code']).toBe('MalformedRequest');
    expect((await post(ask, '/v1/holds', hold)).body['code']).toBe('MalformedRequest');
    expect((await post(ask, '/v1/accounts', accountOf('hot~17'))).body['code']).toBe('MalformedRequest');
    for (const path of ['', '/balance', '/entries'])
      expect((await ask('GET', `/v1/accounts/hot~1${path}`)).status).toBe(404);
    expect((await post(ask, '/v1/accounts/hot~1/freeze', {})).status).toBe(404);
    expect(await events()).toEqual(before);
  });

  it('is named in what is answered of its entries and holds, without what a stripe has come to', async () => {
    const { ask } = await hot();
    const got = await post(ask, entries, entryOf('hot', 'sellers:1', '1.00'));
    expect(got.body['postings']).toMatchObject([
      { accountId: 'hot', accountVersion: null, balanceAfter: null },
      { accountId: 'sellers:1', accountVersion: 2, balanceAfter: { posted: '1.00' } },
    ]);
    expect((await ask('GET', `${entries}/${got.body['id']}`)).body).toEqual(got.body);
    const wanted = { accountId: 'hot', destinationAccountId: 'sellers:1', amount: '1', currency: 'USD' };
    const hold = await post(ask, '/v1/holds', wanted);
    expect(hold).toMatchObject({ status: 201, body: { accountId: 'hot', destinationAccountId: 'sellers:1' } });
    const captured = await post(ask, `/v1/holds/${hold.body['id']}/captures`, {});
    expect(captured.body['postings']).toMatchObject([{ accountId: 'hot' }, { accountId: 'sellers:1' }]);
  });

  it('has the sum of its stripes wherever it is read', async () => {
    const { ask, project } = await hot();
    await busy(ask);
    await project();
    const account = (await ask('GET', '/v1/accounts/hot')).body;
    expect(account).toMatchObject({ version: 47, balance: balance('30.00') });
    expect((await ask('GET', '/v1/accounts/hot/balance')).body).toMatchObject({ version: 47, ...balance('30.00') });
    const listed = (await ask('GET', '/v1/accounts')).body;
    expect(objectsOf(listed, 'items').map(({ id }) => id)).toEqual(['hot', 'hot:child', 'sellers:1']);
    expect(objectsOf(listed, 'items')[0]).toEqual(account);
    expect((await ask('GET', '/v1/trial-balance')).body).toMatchObject({
      currencies: [{ currency: 'USD', debits: '30.00', credits: '30.00', difference: '0.00' }],
      accounts: [
        { accountId: 'hot', debits: '30.00', credits: '0.00' },
        { accountId: 'hot:child', debits: '0.00' },
        { accountId: 'sellers:1', credits: '30.00' },
      ],
    });
  });

  it('lists its entries in one order, page by page, whatever comes in between', async () => {
    const { ask, project } = await hot();
    const ids = await busy(ask);
    await project();
    for (const limit of [1, 7, 30, 200]) {
      const found: JsonObject[] = [];
      let cursor: string | null = null;
      do {
        const page = await ask('GET', `/v1/accounts/hot/entries?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
        found.push(...objectsOf(page.body, 'items'));
        expect(objectsOf(page.body, 'items').length).toBeLessThanOrEqual(limit);
        cursor = page.body['nextCursor'] as string | null;
        if (limit === 7) {
          await post(ask, entries, entryOf('hot', 'sellers:1', '5.00'));
          await project();
        }
      } while (cursor !== null);
      // Those that limit 7 adds are newer than all that it lists, and the later limits list them first.
      expect(found.map(({ entryId }) => entryId).slice(-30)).toEqual([...ids].reverse());
      if (limit <= 7) expect(found).toHaveLength(30);
      expect(found.every(({ balanceAfter, accountVersion }) => balanceAfter === null && accountVersion === null)).toBe(
        true,
      );
    }
    const { upToVersion } = (await ask('GET', '/v1/accounts/hot/entries')).body;
    expect(upToVersion).toBe((await ask('GET', '/v1/accounts/hot/balance')).body['version']);
  });

  it('is frozen and closed as a whole, and a repetition is answered as it was', async () => {
    const { ask } = await hot();
    await post(ask, entries, entryOf('hot', 'sellers:1', '1.00'));
    const frozen = await post(ask, '/v1/accounts/hot/freeze', {}, 'freeze');
    expect(frozen).toMatchObject({ status: 200, body: { status: 'frozen', version: 35, balance: balance('1.00') } });
    for (let index = 0; index < 20; index += 1)
      expect((await post(ask, entries, entryOf('hot', 'sellers:1', '1.00'))).body['code']).toBe('AccountFrozen');
    await post(ask, '/v1/accounts/hot/unfreeze', {});
    await post(ask, entries, entryOf('hot', 'sellers:1', '1.00'));
    const again = await post(ask, '/v1/accounts/hot/freeze', {}, 'freeze');
    expect(again).toMatchObject({ headers: { 'idempotency-replayed': 'true' }, body: frozen.body });
    expect((await post(ask, '/v1/accounts/hot/close', {})).body['code']).toBe('AccountNotEmpty');
    await post(ask, entries, entryOf('sellers:1', 'hot', '2.00'));
    expect((await post(ask, '/v1/accounts/hot/close', {})).body['status']).toBe('closed');
  });
});
