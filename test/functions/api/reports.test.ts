import { describe, expect, it } from '@jest/globals';
import { type ConsumerProgress, consumerProgressKey } from '../../../functions/runtime/consumer-progress.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { entryOf, market, opened, post } from './support/requests.ts';

describe('the trial balance over HTTP', () => {
  it('is zero in each currency, and tells each account', async () => {
    const { ask, project } = apiUnderTest();
    expect((await ask('GET', '/v1/trial-balance')).body).toEqual({
      currencies: [],
      accounts: [],
      upTo: null,
      nextCursor: null,
    });
    await market(ask);
    await opened(ask, 'assets:euro', { currency: 'EUR' });
    await opened(ask, 'equity:euro', { currency: 'EUR', type: 'equity' });
    const { body } = await post(ask, '/v1/journal-entries', entryOf('assets:euro', 'equity:euro', '7.5', 'EUR'));
    await project();
    expect((await ask('GET', '/v1/trial-balance')).body).toEqual({
      currencies: [
        { currency: 'EUR', debits: '7.50', credits: '7.50', difference: '0.00' },
        { currency: 'USD', debits: '100.00', credits: '100.00', difference: '0.00' },
      ],
      accounts: [
        { accountId: 'assets:bank', currency: 'USD', debits: '100.00', credits: '0.00' },
        { accountId: 'assets:euro', currency: 'EUR', debits: '7.50', credits: '0.00' },
        { accountId: 'equity:euro', currency: 'EUR', debits: '0.00', credits: '7.50' },
        { accountId: 'sellers:1', currency: 'USD', debits: '0.00', credits: '100.00' },
      ],
      upTo: body['recordedAt'],
      nextCursor: null,
    });
  });

  it('tells a difference where there is one, to the cent', async () => {
    const { ask, project, services } = apiUnderTest();
    await market(ask);
    await project();
    const [row] = await services.views.query({ partition: 'main#totals', limit: 1 });
    if (row === undefined) throw new Error('No totals');
    await services.views.commit([{ ...row, body: { ...row.body, debits: '90071992547409.93' } }]);
    const { currencies } = (await ask('GET', '/v1/trial-balance')).body;
    expect(currencies).toMatchObject([
      { difference: expect.stringMatching(/^900719925473\d\d\.93$|^90071992547\d{3}\.93$/) },
    ]);
  });
});

describe('health over HTTP', () => {
  const consumersOf = async (api: ReturnType<typeof apiUnderTest>) => (await api.ask('GET', '/v1/health')).body;

  it('is well where nothing has come yet', async () => {
    const none = { lagSeconds: null, parked: 0 };
    expect(await consumersOf(apiUnderTest())).toEqual({
      status: 'ok',
      consumers: { balance: none, fraud: none, audit: none },
    });
  });

  it('tells how long a consumer lacks the earliest fact that it is known to lack', async () => {
    const api = apiUnderTest();
    await market(api.ask);
    await api.project();
    const behind = (await consumersOf(api))['consumers'] as Record<string, { readonly lagSeconds: number }>;
    expect(behind['balance']?.lagSeconds).toBeLessThan(0.1);
    expect(behind['audit']?.lagSeconds).toBeGreaterThan(0);
  });

  it('is degraded where consumers are more than a minute behind', async () => {
    const api = apiUnderTest();
    const note = async (appliedAt: string, newestRecordedAt: string, revision: number) => {
      const body = { newestRecordedAt, appliedAt } as ConsumerProgress;
      const { views, risk, audit } = api.services;
      for (const [consumer, store] of Object.entries({ balance: views, fraud: risk, audit }))
        await store.commit([{ key: consumerProgressKey(consumer), revision, body }]);
    };
    await note('2026-11-23T09:01:00.000Z', '2026-11-23T09:00:00.000Z', 0);
    expect(await consumersOf(api)).toMatchObject({ status: 'ok', consumers: { balance: { lagSeconds: 60 } } });
    await note('2026-11-23T09:01:00.001Z', '2026-11-23T09:00:00.000Z', 1);
    expect(await consumersOf(api)).toMatchObject({
      status: 'degraded',
      consumers: { balance: { lagSeconds: 60.001 } },
    });
  });

  it('counts what was parked', async () => {
    const names: Record<string, number> = { 'balance/': 2, 'fraud/': 0, 'audit/': 1 };
    const list = async (prefix: string) => Array.from({ length: names[prefix] ?? 0 }, () => 'x');
    const api = apiUnderTest({ more: { parked: { list } } });
    expect(await consumersOf(api)).toMatchObject({
      status: 'degraded',
      consumers: { balance: { parked: 2 }, fraud: { parked: 0 }, audit: { parked: 1 } },
    });
  });
});
