import { beforeEach, describe, expect, it } from '@jest/globals';
import { accountKey, holdKey, transferKey } from '../../../domain/projections/balance-rows.ts';
import { tallyKey } from '../../../domain/projections/fact-tally.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { balanceViews } from '../../support/balance-views.ts';
import { amount } from '../../support/money.ts';
import { accountId, entryOf, open, origin, post, testLedger } from '../../support/test-ledger.ts';
import { transferFacts } from '../../support/transfer-facts.ts';

let ledger: Ledger;
let views: ReturnType<typeof balanceViews>;

beforeEach(async () => {
  ledger = testLedger();
  views = balanceViews();
  await open(ledger, 'assets:bank');
  await open(ledger, 'sellers:7', { type: 'liability', floor: '0.00' });
});

const published = () => publishedIn(ledger.eventStore);

describe('the balance projection', () => {
  it('keeps holds, those that expire in a queue while they are open', async () => {
    await post(ledger, 'p', entryOf('assets:bank', 'sellers:7', '100.00'));
    const expiresAt = instantOf(Date.parse('2026-12-01T00:00:00.000Z'));
    const body = {
      accountId: accountId('sellers:7'),
      destinationAccountId: accountId('assets:bank'),
      description: 'Held',
    };
    await authorizeHold(ledger, { origin, key: 'expiring', body: { ...body, amount: amount('10.00'), expiresAt } });
    await authorizeHold(ledger, { origin, key: 'lasting', body: { ...body, amount: amount('5.00'), expiresAt: null } });
    await views.project(await published());
    const holdId = holdIdOf('main', 'expiring');
    expect(await views.bodyOf(holdKey('main', holdId))).toMatchObject({
      holdId,
      version: 0,
      status: 'authorized',
      amount: '10.00',
    });
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({
      heldDebits: '15.00',
      version: 4,
      applied: 4,
    });
    expect(await views.inQueue('holds', '2026-11-30')).toEqual([]);
    expect(await views.inQueue('holds', expiresAt)).toEqual([holdId]);
    await releaseHold(ledger, { origin, key: 'void', body: { holdId, type: 'VoidHold' } });
    await views.project((await published()).toReversed());
    expect(await views.bodyOf(holdKey('main', holdId))).toMatchObject({ version: 1, status: 'voided' });
    expect(await views.inQueue('holds', expiresAt)).toEqual([]);
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ heldDebits: '5.00', applied: 5 });
  });

  it('keeps transfers, in a queue until they ended', async () => {
    await transferFacts(ledger, 'trf_1', 2);
    await views.project(await published());
    expect(await views.bodyOf(transferKey('main', 'trf_1'))).toMatchObject({
      transferId: 'trf_1',
      status: 'screened',
      version: 1,
    });
    expect(await views.inQueue('transfers', '2026-11-24')).toEqual(['trf_1']);
  });

  it('takes a transfer that has ended out of the queue', async () => {
    await transferFacts(ledger, 'trf_2', 3);
    await views.project((await published()).toReversed());
    expect(await views.bodyOf(transferKey('main', 'trf_2'))).toMatchObject({ status: 'refused', version: 2 });
    expect(await views.inQueue('transfers', '2026-11-24')).toEqual([]);
  });

  it('keeps what it lacks of a transfer, and counts each version once', async () => {
    await transferFacts(ledger, 'trf_3', 3);
    const [requested, screened, refused] = (await published()).filter(({ streamId }) => streamId.includes('trf_3'));
    if (requested === undefined || screened === undefined || refused === undefined) throw new Error('Three facts');
    const counted = async () => (await views.bodyOf(tallyKey('main', '2026-11-23T10:00')))?.['count'];
    await views.project([refused]);
    expect(await views.bodyOf(transferKey('main', 'trf_3'))).toMatchObject({ version: 2, missing: [0, 1] });
    expect(await counted()).toBe(1);
    await views.project([screened, screened, refused]);
    expect(await views.bodyOf(transferKey('main', 'trf_3'))).toMatchObject({ status: 'refused', missing: [0] });
    expect(await counted()).toBe(2);
    await views.project([requested]);
    const row = await views.bodyOf(transferKey('main', 'trf_3'));
    expect(row).toMatchObject({ status: 'refused', version: 2 });
    expect(row).not.toHaveProperty('missing');
    expect(await counted()).toBe(3);
    await views.project([requested, screened, refused]);
    expect(await counted()).toBe(3);
    expect(await views.inQueue('transfers', '2026-11-24')).toEqual([]);
  });

  it('refuses a version so far ahead that it cannot be one', async () => {
    await transferFacts(ledger, 'trf_4', 1);
    const [requested] = (await published()).filter(({ streamId }) => streamId.includes('trf_4'));
    if (requested === undefined) throw new Error('One fact');
    await expect(views.project([{ ...requested, version: 10_001 }])).rejects.toThrow('missing');
    await views.project([{ ...requested, version: 10_000 }]);
  });
});
