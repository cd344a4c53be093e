import { describe, expect, it } from '@jest/globals';
import { apiUnderTest } from './support/api-under-test.ts';
import { freshKey, market, opened, post } from './support/requests.ts';

const wanted = { accountId: 'sellers:1', destinationAccountId: 'assets:bank', amount: '30', currency: 'USD' };

const held = async (more: object = {}) => {
  const api = apiUnderTest();
  await market(api.ask);
  const got = await post(api.ask, '/v1/holds', { ...wanted, ...more });
  return { ...api, got, id: String(got.body['id']), path: `/v1/holds/${got.body['id']}` };
};

describe('holds over HTTP', () => {
  it('are authorized, set funds aside, and are read again', async () => {
    const { ask, got, id, path } = await held({ expiresAt: '2026-12-01T00:00:00.000Z', description: 'Card 1' });
    expect(id).toMatch(/^hld_[0-9A-Z]{26}$/);
    expect(got).toMatchObject({
      status: 201,
      headers: { location: path },
      body: {
        status: 'authorized',
        side: 'debit',
        amount: '30.00',
        captured: '0.00',
        remaining: '30.00',
        description: 'Card 1',
        expiresAt: '2026-12-01T00:00:00.000Z',
        transferId: null,
        version: 0,
      },
    });
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: got.body });
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({
      posted: '100.00',
      pending: '70.00',
      available: '70.00',
      held: '30.00',
    });
  });

  it('last a week where the request does not say', async () => {
    const { got } = await held();
    const { authorizedAt, expiresAt } = got.body;
    expect(Date.parse(String(expiresAt)) - Date.parse(String(authorizedAt))).toBeLessThanOrEqual(7 * 86_400_000);
    expect(Date.parse(String(expiresAt)) - Date.parse(String(authorizedAt))).toBeGreaterThan(6.9 * 86_400_000);
  });

  it('are captured in part and then in full, each answered with its journal entry', async () => {
    const { ask, id, path } = await held();
    const key = freshKey();
    const part = await post(ask, `${path}/captures`, { amount: '10', metadata: { ship: '1' } }, key);
    expect(part).toMatchObject({
      status: 201,
      headers: { location: `/v1/journal-entries/${part.body['id']}` },
      body: { holdId: id, metadata: { ship: '1' }, postings: [{ amount: '10.00', side: 'debit' }, { side: 'credit' }] },
    });
    expect((await ask('GET', path)).body).toMatchObject({ status: 'partiallyCaptured', remaining: '20.00' });
    expect(await post(ask, `${path}/captures`, { amount: '20.01' })).toMatchObject({
      status: 422,
      body: { code: 'CaptureExceedsHold', errors: [{ pointer: '/amount' }] },
    });
    expect(await post(ask, `${path}/captures`, undefined)).toMatchObject({
      body: { postings: [{ amount: '20.00' }, {}] },
    });
    expect((await ask('GET', path)).body).toMatchObject({ status: 'captured', captured: '30.00', remaining: '0.00' });
    expect(await post(ask, `${path}/captures`, { amount: '10', metadata: { ship: '1' } }, key)).toMatchObject({
      status: 201,
      text: part.text,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(await post(ask, `${path}/captures`, {})).toMatchObject({ status: 409, body: { code: 'HoldCaptured' } });
    expect(await post(ask, `${path}/void`, {})).toMatchObject({ status: 409, body: { code: 'HoldCaptured' } });
  });

  it('are voided, once and for all', async () => {
    const { ask, path } = await held();
    const key = freshKey();
    const gone = await post(ask, `${path}/void`, undefined, key);
    expect(gone).toMatchObject({ status: 200, body: { status: 'voided', remaining: '0.00', version: 1 } });
    expect(await post(ask, `${path}/void`, undefined, key)).toMatchObject({
      text: gone.text,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(await post(ask, `${path}/void`, {})).toMatchObject({ status: 200, body: { status: 'voided' } });
    expect(await post(ask, `${path}/captures`, {})).toMatchObject({ status: 409, body: { code: 'HoldVoided' } });
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({ available: '100.00' });
  });

  it('that have expired are not captured', async () => {
    const { ask, path } = await held({ expiresAt: '2026-11-23T10:00:00.100Z' });
    for (let index = 0; index < 100; index += 1) await opened(ask, `a:${index}`);
    expect(await post(ask, `${path}/captures`, {})).toMatchObject({ status: 409, body: { code: 'HoldExpired' } });
  });

  it('are decided on without a trace in a dry run', async () => {
    const { ask, path, events } = await held();
    const before = await events();
    expect(await post(ask, '/v1/holds?dryRun=true', wanted)).toMatchObject({ status: 200, body: { dryRun: true } });
    expect(await post(ask, `${path}/captures?dryRun=true`, {})).toMatchObject({ body: { dryRun: true } });
    expect(await post(ask, `${path}/void?dryRun=true`, {})).toMatchObject({ body: { status: 'voided', dryRun: true } });
    expect(await events()).toEqual(before);
  });

  it('of another ledger are not there', async () => {
    const { ask, path } = await held();
    const claims = { sub: 'other', ledger: 'other', scope: 'holds:read holds:write' };
    expect(await ask('GET', path, { claims })).toMatchObject({ status: 404, body: { code: 'HoldNotFound' } });
    for (const what of ['captures', 'void'])
      expect(await ask('POST', `${path}/${what}`, { claims, key: freshKey() })).toMatchObject({
        status: 404,
        body: { code: 'HoldNotFound' },
      });
  });
});
