import { describe, expect, it } from '@jest/globals';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import {
  accountId,
  balancesIn,
  entryBody,
  entryOf,
  leg,
  open,
  origin,
  post,
  testLedger,
} from '../../support/test-ledger.ts';

const opened = async () => {
  const ledger = testLedger();
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
  await open(ledger, 'fees', { type: 'income' });
  await open(ledger, 'euros', { currency: 'EUR' });
  return ledger;
};

const codeOf = async (outcome: ReturnType<typeof post>) => {
  const answered = await outcome;
  return answered.code === 'Rejected' ? answered.rejection.code : answered.code;
};

describe('posting a journal entry', () => {
  it('moves every account that it names', async () => {
    const ledger = await opened();
    const body = entryBody([
      leg('bank', 'debit', '100.00'),
      leg('seller', 'credit', '97.10'),
      leg('fees', 'credit', '2.90'),
    ]);
    expect(await codeOf(post(ledger, 'one', body))).toBe('Recorded');
    expect(await balancesIn(ledger, 'bank')).toMatchObject({ posted: '100.00', available: '100.00' });
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '97.10' });
    expect(await balancesIn(ledger, 'fees')).toMatchObject({ posted: '2.90' });
  });

  it('makes one event on an account that has several postings', async () => {
    const ledger = await opened();
    const body = entryBody([
      leg('bank', 'debit', '3.00'),
      leg('bank', 'credit', '1.00'),
      leg('fees', 'credit', '2.00'),
    ]);
    const outcome = await post(ledger, 'one', body);
    const fact = JSON.parse(outcome.code === 'Recorded' ? outcome.event.text : '{}');
    expect(fact.postings.map((posting: { version: number }) => posting.version)).toEqual([2, 2, 2]);
    expect(await balancesIn(ledger, 'bank')).toMatchObject({ posted: '2.00' });
  });

  it('answers a repetition with the first event, and a misused key with a refusal', async () => {
    const ledger = await opened();
    const first = await post(ledger, 'one', entryOf('bank', 'seller', '5.00'));
    const again = await post(ledger, 'one', entryOf('bank', 'seller', '5.00'));
    if (first.code !== 'Recorded' || again.code !== 'Recorded') throw new Error('not recorded');
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(again.event).toEqual(first.event);
    expect(await codeOf(post(ledger, 'one', entryOf('bank', 'seller', '5.01')))).toBe('IdempotencyKeyMisused');
    expect(await balancesIn(ledger, 'bank')).toMatchObject({ posted: '5.00' });
  });

  it('answers a repetition as before, though it would be refused by now', async () => {
    const ledger = await opened();
    await post(ledger, 'in', entryOf('bank', 'seller', '10.00'));
    const first = await post(ledger, 'out', entryOf('seller', 'bank', '10.00'));
    await changeAccount(ledger, {
      origin,
      key: 'freeze',
      body: { accountId: accountId('seller'), change: { type: 'FreezeAccount' } },
    });
    const again = await post(ledger, 'out', entryOf('seller', 'bank', '10.00'));
    expect(again).toMatchObject({ code: 'Recorded', replayed: true });
    expect(first.code === 'Recorded' && again.code === 'Recorded' && again.event.text === first.event.text).toBe(true);
    expect(await codeOf(post(ledger, 'out', entryOf('seller', 'bank', '11.00')))).toBe('IdempotencyKeyMisused');
    expect(await codeOf(post(ledger, 'new', entryOf('seller', 'bank', '10.00')))).toBe('AccountFrozen');
  });

  it('refuses what is unknown, then the currency, then the state, then the funds', async () => {
    const ledger = await opened();
    expect(await codeOf(post(ledger, 'k1', entryOf('nobody', 'seller', '5.00')))).toBe('UnknownAccount');
    expect(await codeOf(post(ledger, 'k2', entryOf('euros', 'seller', '5.00')))).toBe('CurrencyMismatch');
    expect(await codeOf(post(ledger, 'k3', entryOf('seller', 'bank', '5.00')))).toBe('InsufficientFunds');
    const outcome = await post(ledger, 'k4', entryOf('bank', 'nobody', '5.00'));
    expect(outcome.code === 'Rejected' && outcome.rejection).toMatchObject({ pointer: '/postings/1/accountId' });
    expect(await balancesIn(ledger, 'bank')).toMatchObject({ posted: '0.00' });
  });

  it('writes nothing on a dry run', async () => {
    const ledger = await opened();
    const { postEntry } = await import('../../../functions/commands/post-entry.ts');
    const body = entryOf('bank', 'seller', '5.00');
    const outcome = await postEntry(ledger, { origin, key: 'dry', body, dryRun: true });
    expect(outcome.code === 'Rehearsed' && outcome.writes).toHaveLength(3);
    expect(await balancesIn(ledger, 'bank')).toMatchObject({ posted: '0.00' });
  });

  it('lets 10 of 64 simultaneous debits of 10.00 have an account with 100.00', async () => {
    const ledger = await opened();
    await post(ledger, 'in', entryOf('bank', 'seller', '100.00'));
    const codes = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        codeOf(post(ledger, `out ${index}`, entryOf('seller', 'bank', '10.00'))),
      ),
    );
    expect(codes.filter((code) => code === 'Recorded')).toHaveLength(10);
    expect(codes.filter((code) => code === 'InsufficientFunds')).toHaveLength(54);
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '0.00' });
  });

  it('records rising times along an account, though the clock stands still or jumps back', async () => {
    const base = await opened();
    const { instantOf } = await import('../../../domain/shared/instant.ts');
    const ledger = { ...base, clock: { now: () => instantOf(0) } };
    for (const key of ['a', 'b', 'c']) await post(ledger, key, entryOf('bank', 'seller', '1.00'));
    const events = await ledger.eventStore.read('main#A#bank' as never, 1, 10);
    const times = events.map(({ text }) => JSON.parse(text).recordedAt);
    expect(new Set(times).size).toBe(4);
    expect([...times].sort()).toEqual(times);
  });
});
