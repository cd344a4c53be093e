import { describe, expect, it } from '@jest/globals';
import type { TransferFact } from '../../../domain/facts/transfer-facts.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { listAlerts } from '../../../functions/adapters/risk/list-alerts.ts';
import { resolveAlert } from '../../../functions/adapters/risk/resolve-alert.ts';
import { riskScreen } from '../../../functions/adapters/risk/risk-screen.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';
import { transferFacts } from '../../support/transfer-facts.ts';
import { decisionsIn, deliverTo, fraudWith, strictPolicy } from './fraud-parts.ts';

const parts = async (earlierTransfers: number) => {
  const ledger = testLedger();
  const store = memoryProjectionStore();
  const fraud = fraudWith(store, ledger.eventStore);
  for (const id of ['sellers:1', 'sellers:2']) await open(ledger, id, { type: 'liability' });
  for (let index = 0; index < earlierTransfers; index += 1) await transferFacts(ledger, `trf_${index}`, 1);
  await deliverTo(fraud, await publishedIn(ledger.eventStore));
  return { ledger, store, fraud };
};
type Parts = Awaited<ReturnType<typeof parts>>;

const requestOf = async ({ ledger }: Parts, transferId: string): Promise<TransferFact> => {
  const [request] = await ledger.eventStore.read(streamIdOf('main', 'transfer', transferId), 0, 1);
  return JSON.parse(request?.text ?? '');
};

const screen = async (given: Parts, transferId: string) => {
  const { transfer } = await requestOf(given, transferId);
  const now = given.ledger.clock.now();
  return riskScreen(given.store, strictPolicy).screeningOf({ ledger: 'main', transferId, transfer, now });
};

const seen = async ({ ledger, fraud }: Parts) => deliverTo(fraud, await publishedIn(ledger.eventStore));

const placeInReview = async (given: Parts, transferId: string): Promise<void> => {
  const { ledger } = given;
  const screening = await screen(given, transferId);
  const [head] = await ledger.eventStore.load([streamIdOf('main', 'transfer', transferId)], 'strong');
  if (head?.newest === undefined) throw new Error('No request');
  const request: TransferFact = JSON.parse(head.newest.text);
  const text = canonicalJson({
    ...request,
    type: 'TransferPlacedInReview',
    transfer: { ...request.transfer, status: 'inReview' },
    previousHash: head.newest.hash,
    screening,
  });
  await ledger.eventStore.append([{ head, text, hash: ledger.digest(text), published: true }]);
};

const alertsIn = ({ store }: Parts) => listAlerts(store, { ledger: 'main', limit: 10 });

const settle = (given: Parts, alertId: string) =>
  resolveAlert(given.store, {
    ledger: 'main',
    alertId,
    resolution: { decision: 'approve', actor: 'reviewer', resolvedAt: given.ledger.clock.now() },
  });

describe('the screening of a transfer', () => {
  it('counts the transfer once, whether or not the consumer was faster', async () => {
    const given = await parts(2);
    await transferFacts(given.ledger, 'trf_9', 1);
    const before = await screen(given, 'trf_9');
    expect(before).toMatchObject({ outcome: 'review', reasons: ['CountPerMinute'], features: { countPerMinute: '3' } });
    await seen(given);
    expect((await screen(given, 'trf_9')).features).toEqual(before.features);
  });

  it('agrees with what the consumer decides on the request', async () => {
    const given = await parts(2);
    await transferFacts(given.ledger, 'trf_9', 1);
    const before = await screen(given, 'trf_9');
    await seen(given);
    const [decision, ...others] = await decisionsIn(given.ledger.eventStore);
    expect(others).toEqual([]);
    expect(decision).toMatchObject({ ...before, transferId: 'trf_9', accountId: 'sellers:1' });
  });

  it('places the transfers of an account in review on which a blocking alert is open, until it is settled', async () => {
    const given = await parts(4);
    const [blocking] = (await alertsIn(given)).filter(({ outcome }) => outcome === 'block');
    expect((await screen(given, 'trf_3')).reasons).toContain('AccountRestricted');
    expect(await settle(given, blocking?.alertId ?? '')).toMatchObject({ code: 'Resolved', isReplayed: false });
    expect((await screen(given, 'trf_3')).reasons).not.toContain('AccountRestricted');
  });

  it('does not restrict an account for something that only has to be looked at', async () => {
    const given = await parts(3);
    expect((await alertsIn(given)).map(({ outcome }) => outcome)).toEqual(['review']);
    expect((await screen(given, 'trf_2')).reasons).toEqual(['CountPerMinute']);
  });

  it('does not count a capture or a hold of a transfer again', async () => {
    const given = await parts(1);
    await post(given.ledger, 'entry', {
      ...entryOf('sellers:1', 'sellers:2', '25.00'),
      transferId: 'trf_0',
    });
    await seen(given);
    expect((await screen(given, 'trf_0')).features).toMatchObject({ countPerMinute: '1' });
  });
});

describe('an alert', () => {
  it('is there for each transfer in review, under one id however it came to be', async () => {
    const given = await parts(3);
    const [alert] = await alertsIn(given);
    await placeInReview(given, 'trf_2');
    await seen(given);
    expect((await alertsIn(given)).map(({ alertId }) => alertId)).toEqual([alert?.alertId]);
    expect(alert).toMatchObject({ transferId: 'trf_2', status: 'open', factId: 'main#X#trf_2@0' });
  });

  it('is there for a transfer in review that the consumer found ordinary', async () => {
    const given = await parts(1);
    await placeInReview(given, 'trf_0');
    await seen(given);
    expect(await alertsIn(given)).toMatchObject([{ transferId: 'trf_0', status: 'open', factId: 'main#X#trf_0@0' }]);
    expect(await decisionsIn(given.ledger.eventStore)).toEqual([]);
  });

  it('is open again when its transfer is placed in review after it was settled', async () => {
    const given = await parts(3);
    const [alert] = await alertsIn(given);
    await settle(given, alert?.alertId ?? '');
    await placeInReview(given, 'trf_2');
    await seen(given);
    expect((await alertsIn(given)).map(({ status }) => status)).toEqual(['open']);
    await settle(given, alert?.alertId ?? '');
    await seen(given);
    expect((await alertsIn(given)).map(({ status }) => status)).toEqual(['resolved']);
  });

  it('is settled once, and the first resolution stands', async () => {
    const given = await parts(3);
    const [alert] = await alertsIn(given);
    const first = await settle(given, alert?.alertId ?? '');
    expect(await settle(given, alert?.alertId ?? '')).toEqual({ ...first, isReplayed: true });
    expect(first).toMatchObject({ alert: { status: 'resolved', resolution: { actor: 'reviewer' } } });
  });

  it('is not found where there is none, or in another ledger', async () => {
    const given = await parts(3);
    const [alert] = await alertsIn(given);
    expect(await settle(given, 'alr_0')).toEqual({ code: 'AlertNotFound' });
    const elsewhere = { ledger: 'other', alertId: alert?.alertId ?? '' };
    const resolution = { decision: 'refuse' as const, actor: 'reviewer', resolvedAt: given.ledger.clock.now() };
    expect(await resolveAlert(given.store, { ...elsewhere, resolution })).toEqual({ code: 'AlertNotFound' });
  });

  it('keeps the account restricted while another that blocks is open', async () => {
    const given = await parts(5);
    const blocking = (await alertsIn(given)).filter(({ outcome }) => outcome === 'block');
    expect(blocking).toHaveLength(2);
    for (const [index, { alertId }] of blocking.entries()) {
      await settle(given, alertId);
      expect((await screen(given, 'trf_4')).reasons.includes('AccountRestricted')).toBe(index === 0);
    }
  });
});
