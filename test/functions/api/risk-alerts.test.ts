import { describe, expect, it } from '@jest/globals';
import { type AlertRow, alertKey } from '../../../domain/risk/risk-rows.ts';
import type { ApiServices } from '../../../functions/api/services.ts';
import { requestedPayout, running } from './support/payouts.ts';
import { freshKey, post } from './support/requests.ts';

describe('risk alerts over HTTP', () => {
  const raised = async (transferId: string | null, services: ApiServices) => {
    const alertId = `alr_${'0'.repeat(26)}`;
    const alert: AlertRow = {
      alertId,
      accountId: 'sellers:1' as never,
      factId: 'main#X#1@0',
      raisedAt: '2026-11-23T10:00:00.000Z' as never,
      transferId,
      status: 'open',
      resolution: null,
      outcome: 'review',
      reasons: ['AmountUnusual'],
      features: { amount: '25.00' },
    };
    await services.risk.commit([{ key: alertKey('main', alertId), revision: 0, body: alert }]);
    return { alertId, path: `/v1/risk/alerts/${alertId}/resolution` };
  };

  it('let the transfer that waits for them go on, or end it', async () => {
    for (const [decision, status, answer] of [
      ['approve', 'screened', 'Released'],
      ['refuse', 'refused', 'Ended'],
    ] as const) {
      const { ask, id, path, services, told } = await requestedPayout();
      await running(services, id, 'review')('Screen', 'AwaitReview');
      const alert = await raised(id, services);
      expect((await ask('GET', '/v1/risk/alerts')).body).toMatchObject({
        items: [{ id: alert.alertId, status: 'open' }],
      });
      const body = { decision, detail: 'Seen.' };
      const dry = await post(ask, `${alert.path}?dryRun=true`, body);
      expect(dry).toMatchObject({ status: 200, body: { status: 'resolved', dryRun: true } });
      expect((await ask('GET', path)).body).toMatchObject({ status: 'inReview' });
      const resolved = await post(ask, alert.path, body);
      expect(resolved).toMatchObject({
        status: 200,
        body: { status: 'resolved', resolution: { decision, actor: 'teller-1' } },
      });
      expect((await ask('GET', path)).body).toMatchObject({ status });
      expect(told).toEqual([`token AwaitReview ${answer}`]);
      const again = await post(ask, alert.path, body);
      expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true' });
      // A store need not keep the order in which a row was written.
      expect(JSON.stringify(again.body)).toBe(JSON.stringify(resolved.body));
      const other = { decision: decision === 'approve' ? 'refuse' : 'approve' };
      expect(await post(ask, alert.path, other)).toMatchObject({ status: 409, body: { code: 'AlertResolved' } });
    }
  });

  it('that hold up no transfer are resolved all the same', async () => {
    const { ask, id, services } = await requestedPayout();
    await running(services, id)('Screen', 'Hold');
    const alert = await raised(id, services);
    expect(await post(ask, alert.path, { decision: 'approve' })).toMatchObject({ status: 200 });
  });

  it('of another ledger are not there', async () => {
    const { ask, services } = await requestedPayout();
    const alert = await raised(null, services);
    const claims = { sub: 'other', ledger: 'other', scope: 'risk:write risk:read' };
    expect((await ask('GET', '/v1/risk/alerts', { claims })).body).toEqual({ items: [], nextCursor: null });
    expect(await ask('POST', alert.path, { claims, body: { decision: 'approve' }, key: freshKey() })).toMatchObject({
      status: 404,
      body: { code: 'AlertNotFound' },
    });
  });
});
