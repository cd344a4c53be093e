import { beforeEach, describe, expect, it } from '@jest/globals';
import { accountKey, dayKey, entryKey, gapKey, totalsKey } from '../../../domain/projections/balance-rows.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { publishedIn } from '../../arbitraries/ledger-facts.ts';
import { balanceViews } from '../../support/balance-views.ts';
import { accountId, entryBody, entryOf, leg, open, origin, post, testLedger } from '../../support/test-ledger.ts';

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
  it('keeps an account with its name, its status and its totals', async () => {
    await post(ledger, 'p', entryOf('assets:bank', 'sellers:7', '100.00'));
    await views.project(await published());
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toEqual({
      accountId: 'sellers:7',
      type: 'liability',
      normalSide: 'credit',
      currency: 'USD',
      name: 'sellers:7',
      metadata: {},
      newestDay: {
        date: '2026-11-23',
        sums: { currency: 'USD', debits: '0.00', credits: '100.00', recordedAt: '2026-11-23T10:00:00.002Z' },
      },
      status: 'open',
      floor: '0.00',
      statusVersion: 1,
      openedAt: '2026-11-23T10:00:00.001Z',
      version: 2,
      applied: 2,
      recordedAt: '2026-11-23T10:00:00.002Z',
      debits: '0.00',
      credits: '100.00',
      heldDebits: '0.00',
      heldCredits: '0.00',
    });
  });

  it('lists an entry once for each account version, with all postings on the account', async () => {
    const legs = [
      leg('assets:bank', 'debit', '60.00'),
      leg('assets:bank', 'debit', '40.00'),
      leg('sellers:7', 'credit', '100.00'),
    ];
    await post(ledger, 'p', entryBody(legs));
    await views.project(await published());
    expect(await views.bodyOf(entryKey('main', 'assets:bank', 2))).toEqual({
      kind: 'entry',
      accountId: 'assets:bank',
      version: 2,
      factId: expect.stringMatching(/^main#J#jen_.*@0$/),
      entryId: expect.stringMatching(/^jen_/),
      currency: 'USD',
      postings: [
        { side: 'debit', amount: '60.00' },
        { side: 'debit', amount: '40.00' },
      ],
      effectiveDate: '2026-11-23',
      valueDate: '2026-11-23',
      recordedAt: '2026-11-23T10:00:00.002Z',
      description: 'Test',
      balanceAfter: { posted: '100.00', pending: '100.00', available: '100.00' },
    });
    expect(await views.bodyOf(entryKey('main', 'assets:bank', 1))).toMatchObject({
      kind: 'account',
      type: 'AccountOpened',
    });
  });

  it('sums postings by currency and by effective date', async () => {
    await post(ledger, '1', entryOf('assets:bank', 'sellers:7', '100.00'));
    await post(ledger, '2', entryOf('sellers:7', 'assets:bank', '30.00'));
    const later = { ...entryOf('assets:bank', 'sellers:7', '5.00'), effectiveDate: '2026-11-25' };
    await post(ledger, '3', later as ReturnType<typeof entryOf>);
    await views.project(await published());
    expect(await views.bodyOf(dayKey('main', 'assets:bank', '2026-11-23'))).toMatchObject({
      debits: '100.00',
      credits: '30.00',
    });
    expect(await views.bodyOf(accountKey('main', 'assets:bank'))).toMatchObject({
      newestDay: { date: '2026-11-25', sums: { debits: '5.00', credits: '0.00' } },
    });
    const totals = await views.store.query({ partition: 'main#totals', prefix: 'USD#', limit: 10 });
    const sum = (side: string) =>
      totals.reduce((cents, { body }) => cents + Number(String(body[side]).replace('.', '')), 0);
    expect([sum('debits'), sum('credits')]).toEqual([13_500, 13_500]);
  });

  it('spreads the sums of a currency over buckets, by account', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `sellers:${index}`);
    expect(new Set(ids.map((id) => totalsKey('main', 'USD', id).sort))).toEqual(
      new Set(['USD#0', 'USD#1', 'USD#2', 'USD#3']),
    );
  });

  it('notes an account of which versions are missing, and forgets it once they came', async () => {
    for (const key of ['1', '2', '3']) await post(ledger, key, entryOf('assets:bank', 'sellers:7', '1.00'));
    const [first, second, third] = (await published()).filter(({ text }) => text.includes('JournalEntryPosted'));
    if (first === undefined || second === undefined || third === undefined) throw new Error('no entries');
    const opened = (await published()).filter(({ text }) => text.includes('AccountOpened'));
    await views.project([...opened, second]);
    expect(await views.bodyOf(gapKey('main', 'sellers:7'))).toEqual({
      accountId: 'sellers:7',
      version: 3,
      applied: 2,
      since: JSON.parse(second.text).recordedAt,
      ahead: [{ first: 3, last: 3, since: JSON.parse(second.text).recordedAt }],
    });
    await views.project([third]);
    expect(await views.bodyOf(gapKey('main', 'sellers:7'))).toMatchObject({
      version: 4,
      applied: 3,
      since: JSON.parse(second.text).recordedAt,
    });
    expect(await views.inQueue('gaps', '2026-11-24')).toEqual(['assets:bank', 'sellers:7']);
    await views.project([first]);
    expect(await views.bodyOf(gapKey('main', 'sellers:7'))).toBeUndefined();
    expect(await views.inQueue('gaps', '2026-11-24')).toEqual([]);
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({
      version: 4,
      applied: 4,
      credits: '3.00',
    });
  });

  it('takes the status from the newest fact of the account itself', async () => {
    const change = (key: string, type: 'FreezeAccount' | 'UnfreezeAccount') =>
      changeAccount(ledger, { origin, key, body: { accountId: accountId('sellers:7'), change: { type } } });
    await change('1', 'FreezeAccount');
    await views.project((await published()).toReversed());
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ status: 'frozen', statusVersion: 2 });
    await change('2', 'UnfreezeAccount');
    await views.project((await published()).toReversed());
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({ status: 'open', statusVersion: 3 });
  });

  it('takes an entry on as many accounts as there may be', async () => {
    const debited = Array.from({ length: 98 }, (_, index) => `wide:${index}`);
    for (const id of debited) await open(ledger, id);
    await post(
      ledger,
      'wide',
      entryBody([...debited.map((id) => leg(id, 'debit', '1.00')), leg('sellers:7', 'credit', '98.00')]),
    );
    await views.project((await published()).toReversed());
    await views.project(await published());
    expect(await views.bodyOf(accountKey('main', 'sellers:7'))).toMatchObject({
      credits: '98.00',
      version: 2,
      applied: 2,
    });
    const accounts = await views.store.query({ partition: 'main#accounts', prefix: 'wide:', limit: 200 });
    expect(accounts.map(({ body }) => [body['debits'], body['applied']])).toEqual(debited.map(() => ['1.00', 2]));
    expect(await views.store.query({ partition: 'main#gaps', limit: 10 })).toEqual([]);
  });
});
