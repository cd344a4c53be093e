import { describe, expect, it } from '@jest/globals';
import { loadedAccount } from '../../../domain/accounts/account-stream.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { requestTransfer } from '../../../domain/transfers/request-transfer.ts';
import { headBefore } from '../../../functions/adapters/stream-head.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { amount } from '../../support/money.ts';
import { accountId, open, origin, testLedger } from '../../support/test-ledger.ts';

/** A ledger with accounts of all kinds, and what is answered to a transfer between two of them. */
const transfers = async () => {
  const ledger = testLedger();
  for (const id of ['seller', 'bank', 'shut', 'frozen']) await open(ledger, id);
  await open(ledger, 'till', { currency: 'JPY' });
  const change = (id: string, type: 'CloseAccount' | 'FreezeAccount') =>
    changeAccount(ledger, { origin, key: id, body: { accountId: accountId(id), change: { type } } });
  await change('shut', 'CloseAccount');
  await change('frozen', 'FreezeAccount');
  return async (source: string, settlement: string) => {
    const streams = [source, settlement].map((id) => streamIdOf('main', 'account', accountId(id)));
    const [from, to] = (await ledger.eventStore.load(streams, 'strong')).map(loadedAccount);
    if (from === undefined || to === undefined) throw new Error('two were loaded');
    const accounts = { sourceAccountId: accountId(source), settlementAccountId: accountId(settlement) };
    const about = { transferId: 'trf_1', fingerprint: 'f', destination: 'sim-accept', description: '', metadata: {} };
    return requestTransfer(
      { ...about, ...accounts, kind: 'payout', amount: amount('1.00') },
      { transfer: headBefore(streamIdOf('main', 'transfer', 'trf_1')), source: from, destination: to },
      { origin, now: instantOf(1_764_000_000_000), digest: sha256 },
    );
  };
};

describe('a transfer that is asked for', () => {
  it('is recorded between accounts that are there, also frozen ones: they may not be by then', async () => {
    const ask = await transfers();
    for (const [source, settlement] of [
      ['seller', 'bank'],
      ['frozen', 'bank'],
      ['seller', 'frozen'],
    ] as const)
      expect(await ask(source, settlement)).toMatchObject({ ok: true, value: [{ published: true }] });
  });

  it.each([
    ['nobody', { code: 'UnknownAccount', detail: 'There is no such account.' }],
    ['till', { code: 'CurrencyMismatch', detail: 'till is kept in JPY.' }],
    ['shut', { code: 'AccountClosed', detail: 'shut is closed.' }],
  ])('is refused on the account %s, which is pointed at', async (id, refusal) => {
    const ask = await transfers();
    const rejected = (pointer: string) => ({ ok: false, rejection: { ...refusal, pointer } });
    expect(await ask(id, 'bank')).toEqual(rejected('/sourceAccountId'));
    expect(await ask('seller', id)).toEqual(rejected('/settlementAccountId'));
  });

  it('is refused for what ranks first, whichever account it is about', async () => {
    const ask = await transfers();
    expect(await ask('shut', 'nobody')).toMatchObject({
      rejection: { code: 'UnknownAccount', pointer: '/settlementAccountId' },
    });
  });
});
