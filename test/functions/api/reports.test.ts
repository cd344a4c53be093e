import { describe, expect, it } from '@jest/globals';
import { instantOf } from '../../../domain/shared/instant.ts';
import { healthAnswer } from '../../../functions/api/reads/health.ts';
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
    const rows = await services.views.query({ partition: 'main#totals', limit: 10 });
    const debited = rows.find(({ body }) => body['debits'] === '100.00');
    if (debited === undefined) throw new Error('No totals');
    await services.views.commit([{ ...debited, body: { ...debited.body, debits: '100.01' } }]);
    const { currencies } = (await ask('GET', '/v1/trial-balance')).body;
    expect(currencies).toEqual([{ currency: 'USD', debits: '100.01', credits: '100.00', difference: '0.01' }]);
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

  it('tells how long the earliest fact has waited that a consumer is known to lack', async () => {
    const at = (seconds: number) => instantOf(seconds * 1_000);
    const lags = async (times: readonly number[]) => {
      const { services } = apiUnderTest();
      const { views, risk } = services;
      const note = (consumer: string, newest: number) => ({
        key: consumerProgressKey(consumer),
        revision: 0,
        body: { newestRecordedAt: at(newest), appliedAt: at(newest + 0.5) },
      });
      await views.commit([note('balance', 10)]);
      await risk.commit([note('fraud', 4)]);
      const written = { firstAfter: (instant = at(0)) => times.map(at).find((time) => time > instant) };
      const ledger = { ...services.ledger, clock: { now: () => at(20) } };
      const { balance, fraud, audit } = (await healthAnswer({ ...services, written, ledger })).consumers;
      return [balance.lagSeconds, fraud.lagSeconds, audit.lagSeconds];
    };
    expect(await lags([2, 6, 12])).toEqual([8, 14, 18]);
    expect(await lags([])).toEqual([0.5, 10, 16]);
    expect(await lags([2, 9])).toEqual([0.5, 11, 18]);
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
