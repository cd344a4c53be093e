import { describe, expect, it } from '@jest/globals';
import { type AlertRow, alertKey } from '../../../domain/risk/risk-rows.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { recordResolution } from '../../../functions/commands/record-resolution.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { accountId, origin, testLedger } from '../../support/test-ledger.ts';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { post } from '../api/support/requests.ts';

const alert: AlertRow = {
  alertId: `alr_${'0'.repeat(26)}`,
  accountId: accountId('sellers:1'),
  factId: 'main#J#jen_1@0',
  raisedAt: instantOf(0),
  transferId: null,
  status: 'open',
  resolution: null,
  outcome: 'review',
  reasons: ['AmountUnusual'],
  features: {},
};

const resolutionsIn = async ({ eventStore }: Pick<Ledger, 'eventStore'>) => {
  const found: unknown[] = [];
  for await (const { streamId, text, published } of eventStore.scan())
    if (partsOf(streamId).kind === 'resolution' && published) found.push(JSON.parse(text));
  return found;
};

describe('how a risk alert is settled', () => {
  it('is a fact, with who settled what and how', async () => {
    const ledger = testLedger();
    await recordResolution(ledger, { origin, alert, decision: 'approve' });
    expect(await resolutionsIn(ledger)).toEqual([
      {
        type: 'RiskAlertResolved',
        schemaVersion: 1,
        ledger: 'main',
        actor: 'test',
        recordedAt: expect.any(String),
        alertId: alert.alertId,
        raisedAt: alert.raisedAt,
        factId: alert.factId,
        accountId: 'sellers:1',
        decision: 'approve',
      },
    ]);
  });

  it('is what was recorded first, of two at once and after a crash', async () => {
    const ledger = testLedger();
    const decisions = ['approve', 'refuse', 'refuse'] as const;
    const outcomes = await Promise.all(
      decisions.map((decision) =>
        recordResolution(ledger, { origin: { ...origin, actor: decision }, alert, decision }),
      ),
    );
    const [first] = outcomes;
    expect(outcomes).toEqual([first, first, first]);
    expect(await resolutionsIn(ledger)).toHaveLength(1);
  });

  it('is recorded again where the alert was raised again', async () => {
    const ledger = testLedger();
    await recordResolution(ledger, { origin, alert, decision: 'approve' });
    const again = { ...alert, raisedAt: instantOf(1) };
    expect(await recordResolution(ledger, { origin, alert: again, decision: 'refuse' })).toMatchObject({
      decision: 'refuse',
    });
    expect(await resolutionsIn(ledger)).toHaveLength(2);
  });

  it('stands though the alert itself did not hear of it yet', async () => {
    const { ask, services } = apiUnderTest();
    await services.risk.commit([{ key: alertKey('main', alert.alertId), revision: 0, body: alert }]);
    await recordResolution(services.ledger, { origin, alert, decision: 'refuse' });
    const path = `/v1/risk/alerts/${alert.alertId}/resolution`;
    expect(await post(ask, path, { decision: 'approve' })).toMatchObject({
      status: 409,
      body: { code: 'AlertResolved' },
    });
    expect(await post(ask, path, { decision: 'refuse' })).toMatchObject({
      status: 200,
      body: { status: 'resolved', resolution: { decision: 'refuse', actor: 'test' } },
    });
    expect(await resolutionsIn(services.ledger)).toHaveLength(1);
  });
});
