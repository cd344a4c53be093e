import { describe, expect, it } from '@jest/globals';
import type { ChangeAccount } from '../../../domain/accounts/account-decider.ts';
import type { JournalEntryPosted } from '../../../domain/facts/journal-entry-posted.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { stripeMemory } from '../../../functions/runtime/stripe-memory.ts';
import { amount, money } from '../../support/money.ts';
import { accountId, balancesIn, entryOf, open, origin, post, statesIn, testLedger } from '../../support/test-ledger.ts';

const begun = async (stripes: number): Promise<Ledger> => {
  const ledger = { ...testLedger(), stripes: stripeMemory() };
  await open(ledger, 'hot', { stripes });
  await open(ledger, 'seller', { type: 'liability' });
  return ledger;
};

const another = (ledger: Ledger): Ledger => ({ ...ledger, stripes: stripeMemory() });

const change = (ledger: Ledger, key: string, type: 'FreezeAccount' | 'CloseAccount') =>
  changeAccount(ledger, { origin, key, body: { accountId: accountId('hot'), change: { type } } });

const codeOf = (outcome: { readonly code: string; readonly rejection?: { readonly code: string } }): string =>
  outcome.rejection?.code ?? outcome.code;

const postedOn = (text: string): readonly string[] =>
  (JSON.parse(text) as JournalEntryPosted).postings.map((posting) => posting.accountId);

describe('the stripes of an account', () => {
  it('are opened with it or not at all', async () => {
    const ledger = testLedger();
    await open(ledger, 'hot', { stripes: 16 });
    const { own, stripes } = await statesIn(ledger, 'hot');
    expect(own.stripes).toBe(16);
    expect(stripes.map(({ accountId: id, status }) => [id, status])).toEqual(
      Array.from({ length: 16 }, (_, index) => [`hot~${index + 1}`, 'open']),
    );
    await expect(open(ledger, 'hot', { stripes: 3 })).rejects.toThrow('IdempotencyKeyMisused');
  });

  it('have no floor, neither at first nor later', async () => {
    const ledger = testLedger();
    await expect(open(ledger, 'hot', { stripes: 2, floor: '0.00' })).rejects.toThrow('StripedWithFloor');
    await open(ledger, 'other', { stripes: 2 });
    const limits: ChangeAccount = { type: 'ChangeFloor', floor: money('0.00') };
    const body = { accountId: accountId('other'), change: limits };
    expect(await changeAccount(ledger, { origin, key: 'limits', body })).toMatchObject({
      code: 'Rejected',
      rejection: { code: 'StripedWithFloor', pointer: '/floor' },
    });
    const none = { accountId: accountId('other'), change: { type: 'ChangeFloor', floor: null } as const };
    expect(await changeAccount(ledger, { origin, key: 'none', body: none })).toMatchObject({ code: 'Unchanged' });
  });

  it('may each have a balance when the account is closed, which has to be empty as a whole', async () => {
    const ledger = await begun(16);
    const codes: string[] = [];
    for (let index = 0; index < 4; index += 1) await post(ledger, `in ${index}`, entryOf('hot', 'seller', '1.00'));
    codes.push(codeOf(await change(ledger, 'early', 'CloseAccount')));
    for (let index = 0; index < 4; index += 1) await post(ledger, `out ${index}`, entryOf('seller', 'hot', '1.00'));
    codes.push(codeOf(await change(ledger, 'now', 'CloseAccount')));
    codes.push(codeOf(await post(ledger, 'late', entryOf('hot', 'seller', '1.00'))));
    expect(codes).toEqual(['AccountNotEmpty', 'Recorded', 'AccountClosed']);
    const { stripes } = await statesIn(ledger, 'hot');
    expect(stripes.some(({ debits, credits }) => debits.amount !== credits.amount)).toBe(true);
    expect(new Set(stripes.map(({ status }) => status))).toEqual(new Set(['closed']));
  });

  it('stay as a hold found them: its captures and its end move the stripe that it is on', async () => {
    const ledger = await begun(16);
    await open(ledger, 'other', { stripes: 16 });
    const accounts = { accountId: accountId('hot'), destinationAccountId: accountId('other') };
    const body = { ...accounts, amount: amount('3.00'), expiresAt: null, description: '' };
    const held = await authorizeHold(ledger, { origin, key: 'h', body });
    const holdId = holdIdOf('main', 'h');
    const captured = await captureHold(another(ledger), { origin, key: 'c', body: { holdId, amount: amount('1.00') } });
    await releaseHold(another(ledger), { origin, key: 'v', body: { holdId, type: 'VoidHold' } });
    if (held.code !== 'Recorded' || captured.code !== 'Recorded') throw new Error('not recorded');
    const { hold } = JSON.parse(held.event.text);
    expect(hold.accountId).toMatch(/^hot~\d+$/);
    expect(postedOn(captured.event.text)).toEqual([hold.accountId, hold.destinationAccountId]);
    expect(await balancesIn(ledger, 'hot')).toEqual({
      posted: '-1.00',
      pending: '-1.00',
      available: '-1.00',
      held: '0.00',
    });
    const same = { ...body, destinationAccountId: accountId('hot') };
    expect(codeOf(await authorizeHold(ledger, { origin, key: 'same', body: same }))).toBe('SameAccount');
  });

  it('are learnt once, by one read of the account that they are of', async () => {
    const ledger = await begun(16);
    const loads: string[] = [];
    const { load } = ledger.eventStore;
    const watched: Ledger = {
      ...another(ledger),
      eventStore: {
        ...ledger.eventStore,
        load: (ids, consistency) => {
          loads.push(ids.map((id) => id.slice('main#A#'.length).replace(/\d+$/, 'n')).join(' '));
          return load(ids, consistency);
        },
      },
    };
    await post(watched, 'one', entryOf('hot', 'seller', '1.00'));
    await post(watched, 'two', entryOf('hot', 'seller', '1.00'));
    expect(loads).toEqual(['hot seller', 'hot~n seller', 'hot~n seller']);
  });

  it('name no account in what callers are told', async () => {
    const ledger = await begun(4);
    await change(ledger, 'freeze', 'FreezeAccount');
    expect(await post(ledger, 'late', entryOf('hot', 'seller', '1.00'))).toMatchObject({
      rejection: { code: 'AccountFrozen', detail: 'hot is frozen.' },
    });
  });
});
