import { describe, expect, it } from '@jest/globals';
import type { ChangeAccount } from '../../../domain/accounts/account-decider.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { openAccount } from '../../../functions/commands/open-account.ts';
import { money } from '../../support/money.ts';
import { accountId, balancesIn, entryOf, open, origin, post, testLedger } from '../../support/test-ledger.ts';

const body = (id: string, name = 'Seller') => ({
  accountId: accountId(id),
  accountType: 'liability' as const,
  currency: money('0').currency,
  floor: null,
  name,
  metadata: { tier: 'gold' },
});

const codeOf = (outcome: { readonly code: string; readonly rejection?: { readonly code: string } }) =>
  outcome.rejection?.code ?? outcome.code;

describe('opening an account', () => {
  it('is repeated by its key, misused by another body, and refused where the account exists', async () => {
    const ledger = testLedger();
    const openWith = (key: string, what: ReturnType<typeof body>) => openAccount(ledger, { origin, key, body: what });
    expect(await openWith('one', body('seller'))).toMatchObject({ code: 'Recorded', replayed: false });
    expect(await openWith('one', body('seller'))).toMatchObject({ code: 'Recorded', replayed: true });
    expect(codeOf(await openWith('one', body('seller', 'Another')))).toBe('IdempotencyKeyMisused');
    expect(codeOf(await openWith('one', body('other')))).toBe('IdempotencyKeyMisused');
    expect(codeOf(await openWith('two', body('seller')))).toBe('AccountExists');
  });

  it('happens once, however many ask at once', async () => {
    const ledger = testLedger();
    const outcomes = await Promise.all(
      Array.from({ length: 32 }, (_, index) => openAccount(ledger, { origin, key: `${index}`, body: body('seller') })),
    );
    expect(outcomes.map(codeOf).filter((code) => code === 'Recorded')).toHaveLength(1);
    expect(outcomes.map(codeOf).filter((code) => code === 'AccountExists')).toHaveLength(31);
  });
});

describe('changing an account', () => {
  const change = (ledger: ReturnType<typeof testLedger>, key: string, what: ChangeAccount) =>
    changeAccount(ledger, { origin, key, body: { accountId: accountId('seller'), change: what } });

  it('freezes, unfreezes, limits and closes it', async () => {
    const ledger = testLedger();
    await open(ledger, 'bank');
    await open(ledger, 'seller', { type: 'liability' });
    expect(codeOf(await change(ledger, '1', { type: 'FreezeAccount' }))).toBe('Recorded');
    expect(codeOf(await change(ledger, '2', { type: 'FreezeAccount' }))).toBe('Unchanged');
    expect(codeOf(await post(ledger, 'e1', entryOf('bank', 'seller', '1.00')))).toBe('AccountFrozen');
    expect(codeOf(await change(ledger, '3', { type: 'UnfreezeAccount' }))).toBe('Recorded');
    expect(codeOf(await change(ledger, '4', { type: 'ChangeFloor', floor: money('0.00') }))).toBe('Recorded');
    expect(codeOf(await post(ledger, 'e2', entryOf('seller', 'bank', '1.00')))).toBe('InsufficientFunds');
    expect(codeOf(await change(ledger, '5', { type: 'CloseAccount' }))).toBe('Recorded');
    expect(codeOf(await post(ledger, 'e3', entryOf('bank', 'seller', '1.00')))).toBe('AccountClosed');
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '0.00' });
  });

  it('is not done later by a repetition of a request that found it done', async () => {
    const ledger = testLedger();
    await open(ledger, 'bank');
    await open(ledger, 'seller', { type: 'liability' });
    await change(ledger, 'theirs', { type: 'FreezeAccount' });
    expect(codeOf(await change(ledger, 'mine', { type: 'FreezeAccount' }))).toBe('Unchanged');
    await change(ledger, 'end', { type: 'UnfreezeAccount' });
    expect(await change(ledger, 'mine', { type: 'FreezeAccount' })).toMatchObject({ code: 'Recorded', replayed: true });
    expect(codeOf(await post(ledger, 'e', entryOf('bank', 'seller', '1.00')))).toBe('Recorded');
  });

  it('misuses a key that came with another change', async () => {
    const ledger = testLedger();
    await open(ledger, 'seller', { type: 'liability' });
    await change(ledger, 'k', { type: 'FreezeAccount' });
    expect(codeOf(await change(ledger, 'k', { type: 'UnfreezeAccount' }))).toBe('IdempotencyKeyMisused');
  });
});
