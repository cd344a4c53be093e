import { describe, expect, it } from '@jest/globals';
import { type AlertRow, alertKey } from '../../../domain/risk/risk-rows.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import type { PayoutStep } from '../../../domain/transfers/payout-saga.ts';
import type { ApiServices } from '../../../functions/api/services.ts';
import { runStep } from '../../../functions/saga/run-step.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { freshKey, market, post } from './support/requests.ts';

const wanted = {
  kind: 'payout',
  sourceAccountId: 'sellers:1',
  settlementAccountId: 'assets:bank',
  amount: '25',
  currency: 'USD',
  destination: 'sim-accept',
  description: 'Payout',
};

const requested = async (options: Parameters<typeof apiUnderTest>[0] = {}) => {
  const api = apiUnderTest(options);
  await market(api.ask);
  const got = await post(api.ask, '/v1/transfers', wanted, 'payout');
  const id = String(got.body['id']);
  return { ...api, got, id, path: `/v1/transfers/${id}` };
};

/** Runs steps of the saga as the state machine would. */
const running =
  ({ ledger, waitingSteps }: ApiServices, transferId: string, outcome: 'approve' | 'review' = 'approve') =>
  async (...steps: readonly PayoutStep[]): Promise<void> => {
    const rail = {
      submit: async () => ({ code: 'Accepted', railReference: 'rail-1' }) as const,
      recall: async () => ({ code: 'Recalled' }) as const,
    };
    const riskStore = { screeningOf: async () => ({ outcome, reasons: [], features: {} }) };
    const dependencies = { ledger, waitingSteps, rail, riskStore, count: () => {} };
    for (const step of steps) {
      const token = step.startsWith('Await') ? { token: `token ${step}` } : {};
      await runStep(dependencies, { step, ledger: 'main', transferId, ...token });
    }
  };

describe('transfers over HTTP', () => {
  it('are requested, started, and read again', async () => {
    const { ask, got, id, path, started } = await requested();
    expect(id).toMatch(/^trf_[0-9A-Z]{26}$/);
    expect(got).toMatchObject({
      status: 202,
      headers: { location: path },
      body: { status: 'requested', amount: '25.00', reason: null, holdId: null, entryIds: [], metadata: {} },
    });
    expect(started).toEqual([id]);
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: got.body });
  });

  it('are answered alike when asked for again, however far they came', async () => {
    const { ask, got, id, services } = await requested();
    await running(services, id)('Screen', 'Hold');
    expect(await post(ask, '/v1/transfers', wanted, 'payout')).toMatchObject({
      status: 202,
      text: got.text,
      headers: { 'idempotency-replayed': 'true' },
    });
    expect(await post(ask, '/v1/transfers', { ...wanted, amount: '26' }, 'payout')).toMatchObject({
      body: { code: 'IdempotencyKeyMisused' },
    });
  });

  it('are accepted though their saga could not be started, which the sweeper makes up for', async () => {
    const startPayout = async () => {
      throw new TransientFailure('Step Functions is away');
    };
    const { got, failures } = await requested({ more: { startPayout } });
    expect(got.status).toBe(202);
    expect(failures).toHaveLength(1);
  });

  it('are settled by the rail, whose word is recorded before the saga hears of it', async () => {
    const { ask, id, path, services, told } = await requested();
    const run = running(services, id);
    expect(await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' })).toMatchObject({
      status: 409,
      body: { code: 'TransferInProgress' },
    });
    await run('Screen', 'Hold', 'Submit', 'AwaitSettlement');
    const settled = await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' }, 'notice');
    expect(settled).toMatchObject({ status: 200, body: { status: 'settled', railReference: 'rail-1' } });
    expect(told).toEqual(['token AwaitSettlement Settled']);
    await run('Capture', 'Complete');
    expect(await ask('GET', path)).toMatchObject({ body: { status: 'completed', entryIds: [expect.any(String)] } });
    expect(
      await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' }, 'notice'),
    ).toMatchObject({ text: settled.text, headers: { 'idempotency-replayed': 'true' } });
    const returned = await post(ask, `${path}/settlements`, { outcome: 'returned', railReference: 'rail-1' });
    expect(returned).toMatchObject({ status: 200, body: { status: 'undone', reason: { code: 'RailReturned' } } });
    expect((await ask('GET', '/v1/accounts/sellers:1/balance')).body).toMatchObject({ posted: '100.00' });
    expect(await post(ask, `${path}/settlements`, { outcome: 'refused', railReference: 'rail-1' })).toMatchObject({
      status: 409,
      body: { code: 'TransferEnded' },
    });
  });

  it('keep their hold to themselves', async () => {
    const { ask, id, path, services } = await requested();
    await running(services, id)('Screen', 'Hold');
    const { holdId } = (await ask('GET', path)).body;
    expect(await ask('GET', `/v1/holds/${holdId}`)).toMatchObject({ body: { transferId: id, expiresAt: null } });
    for (const what of ['captures', 'void'])
      expect(await post(ask, `/v1/holds/${holdId}/${what}`, {})).toMatchObject({
        status: 409,
        body: { code: 'HoldOfTransfer' },
      });
  });

  it('have a timeline of what happened, and of when each part of the system saw it', async () => {
    const { ask, id, path, services, project } = await requested();
    await running(services, id)('Screen', 'Hold', 'Submit', 'AwaitSettlement');
    await post(ask, `${path}/settlements`, { outcome: 'settled', railReference: 'rail-1' });
    await running(services, id)('Capture', 'Complete');
    const before = (await ask('GET', `${path}/timeline`)).body;
    expect(before['steps']).toMatchObject(
      ['requested', 'screened', 'held', 'submitted', 'settled', 'captured', 'completed'].map((name) => ({
        name,
        status: 'done',
        attempt: 1,
        error: null,
      })),
    );
    await project();
    const { facts } = (await ask('GET', `${path}/timeline`)).body;
    expect(facts).toMatchObject([
      { type: 'TransferRequested', factId: `main#X#${id}@0` },
      { type: 'TransferScreened' },
      expect.anything(),
      expect.anything(),
      { type: 'TransferSubmitted' },
      { type: 'TransferSettled' },
      expect.anything(),
      expect.anything(),
      expect.anything(),
      { type: 'TransferCompleted' },
    ]);
    const types = (facts as readonly { readonly type: string }[]).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['HoldAuthorized', 'HoldCaptured', 'JournalEntryPosted']));
    for (const fact of facts as readonly object[])
      expect(fact).toMatchObject({
        seenBy: { relay: expect.any(String), balance: expect.any(String), fraud: null, audit: null },
      });
  });

  it('have a timeline that tells what failed', async () => {
    const { ask, id, path, services } = await requested();
    const run = running(services, id);
    await run('Screen', 'Hold');
    const { ledger, waitingSteps } = services;
    const rail = {
      submit: async () => {
        throw new TransientFailure('The bank did not answer');
      },
      recall: async () => ({ code: 'Recalled' }) as const,
    };
    const riskStore = { screeningOf: async () => ({ outcome: 'approve', reasons: [], features: {} }) as const };
    const failing = runStep(
      { ledger, waitingSteps, rail, riskStore, count: () => {} },
      { step: 'Submit', ledger: 'main', transferId: id },
    );
    await expect(failing).rejects.toThrow();
    const { steps } = (await ask('GET', `${path}/timeline`)).body;
    expect((steps as readonly unknown[]).at(-1)).toMatchObject({
      name: 'Submit',
      status: 'failed',
      error: { code: expect.any(String), detail: expect.any(String) },
    });
  });

  it('of another ledger are not there', async () => {
    const { ask, path } = await requested();
    const claims = { sub: 'other', ledger: 'other', scope: 'transfers:read settlements:write' };
    for (const what of ['', '/timeline'])
      expect(await ask('GET', `${path}${what}`, { claims })).toMatchObject({ body: { code: 'TransferNotFound' } });
    const body = { outcome: 'settled', railReference: 'rail-1' };
    expect(await ask('POST', `${path}/settlements`, { claims, body, key: freshKey() })).toMatchObject({ status: 404 });
  });
});

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
      const { ask, id, path, services, told } = await requested();
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
      expect(await post(ask, alert.path, body)).toMatchObject({
        body: resolved.body,
        headers: { 'idempotency-replayed': 'true' },
      });
      const other = { decision: decision === 'approve' ? 'refuse' : 'approve' };
      expect(await post(ask, alert.path, other)).toMatchObject({ status: 409, body: { code: 'AlertResolved' } });
    }
  });

  it('that hold up no transfer are resolved all the same', async () => {
    const { ask, id, services } = await requested();
    await running(services, id)('Screen', 'Hold');
    const alert = await raised(id, services);
    expect(await post(ask, alert.path, { decision: 'approve' })).toMatchObject({ status: 200 });
  });

  it('of another ledger are not there', async () => {
    const { ask, services } = await requested();
    const alert = await raised(null, services);
    const claims = { sub: 'other', ledger: 'other', scope: 'risk:write risk:read' };
    expect((await ask('GET', '/v1/risk/alerts', { claims })).body).toEqual({ items: [], nextCursor: null });
    expect(await ask('POST', alert.path, { claims, body: { decision: 'approve' }, key: freshKey() })).toMatchObject({
      status: 404,
      body: { code: 'AlertNotFound' },
    });
  });
});
