import { describe, expect, it } from '@jest/globals';
import { type Instant, instantOf } from '../../../domain/shared/instant.ts';
import { type AuthorizeHoldBody, authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { amount } from '../../support/money.ts';
import { accountId, balancesIn, entryOf, open, origin, post, testLedger } from '../../support/test-ledger.ts';

const tomorrow = '2026-11-24T10:00:00.000Z' as Instant;

const opened = async () => {
  const ledger = testLedger();
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
  await post(ledger, 'in', entryOf('bank', 'seller', '100.00'));
  return ledger;
};

const hold = (ledger: Ledger, key: string, text: string, more: Partial<AuthorizeHoldBody> = {}) =>
  authorizeHold(ledger, {
    origin,
    key,
    body: {
      accountId: accountId('seller'),
      destinationAccountId: accountId('bank'),
      amount: amount(text),
      expiresAt: tomorrow,
      description: 'Test',
      ...more,
    },
  });

const capture = (ledger: Ledger, key: string, text?: string) => {
  const body = { holdId: holdIdOf('main', 'h'), ...(text === undefined ? {} : { amount: amount(text) }) };
  return captureHold(ledger, { origin, key, body });
};

const release = (ledger: Ledger, type: 'VoidHold' | 'ExpireHold', key = 'release') =>
  releaseHold(ledger, { origin, key, body: { holdId: holdIdOf('main', 'h'), type } });

const codeOf = (outcome: { readonly code: string; readonly rejection?: { readonly code: string } }) =>
  outcome.rejection?.code ?? outcome.code;

describe('a hold', () => {
  it('takes from what is available on one account, and is pending on both', async () => {
    const ledger = await opened();
    expect(codeOf(await hold(ledger, 'h', '30.00'))).toBe('Recorded');
    expect(await balancesIn(ledger, 'seller')).toEqual({
      posted: '100.00',
      pending: '70.00',
      available: '70.00',
      held: '30.00',
    });
    expect(await balancesIn(ledger, 'bank')).toEqual({
      posted: '100.00',
      pending: '70.00',
      available: '70.00',
      held: '30.00',
    });
  });

  it('is captured in full', async () => {
    const ledger = await opened();
    await hold(ledger, 'h', '30.00');
    expect(codeOf(await capture(ledger, 'c'))).toBe('Recorded');
    expect(await balancesIn(ledger, 'seller')).toEqual({
      posted: '70.00',
      pending: '70.00',
      available: '70.00',
      held: '0.00',
    });
    expect(codeOf(await capture(ledger, 'again'))).toBe('HoldCaptured');
    expect(await capture(ledger, 'c')).toMatchObject({ code: 'Recorded', replayed: true });
  });

  it('is captured in parts, and what remains is voided', async () => {
    const ledger = await opened();
    await hold(ledger, 'h', '30.00');
    await capture(ledger, 'c1', '10.00');
    expect(codeOf(await capture(ledger, 'c2', '20.01'))).toBe('CaptureExceedsHold');
    await capture(ledger, 'c3', '5.00');
    expect(await balancesIn(ledger, 'seller')).toEqual({
      posted: '85.00',
      pending: '70.00',
      available: '70.00',
      held: '15.00',
    });
    expect(codeOf(await release(ledger, 'VoidHold'))).toBe('Recorded');
    expect(await balancesIn(ledger, 'seller')).toEqual({
      posted: '85.00',
      pending: '85.00',
      available: '85.00',
      held: '0.00',
    });
    expect(codeOf(await capture(ledger, 'c4', '1.00'))).toBe('HoldVoided');
  });

  it('is voided once, and a repetition changes nothing', async () => {
    const ledger = await opened();
    await hold(ledger, 'h', '30.00');
    expect(codeOf(await release(ledger, 'VoidHold', 'one'))).toBe('Recorded');
    expect(codeOf(await release(ledger, 'VoidHold', 'two'))).toBe('Unchanged');
    expect(await release(ledger, 'VoidHold', 'one')).toMatchObject({ code: 'Recorded', replayed: true });
  });

  it('expires when it is due, not before, and cannot be captured then', async () => {
    const ledger = await opened();
    await hold(ledger, 'h', '30.00');
    expect(codeOf(await release(ledger, 'ExpireHold'))).toBe('Unchanged');
    const later = { ...ledger, clock: { now: () => tomorrow } };
    expect(codeOf(await capture(later, 'c'))).toBe('HoldExpired');
    expect(codeOf(await release(later, 'ExpireHold'))).toBe('Recorded');
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ available: '100.00', held: '0.00' });
    expect(codeOf(await release(later, 'VoidHold', 'void'))).toBe('HoldExpired');
  });

  it('is refused without funds, on one account, in another currency, or in the past', async () => {
    const ledger = await opened();
    await open(ledger, 'euros', { currency: 'EUR' });
    expect(codeOf(await hold(ledger, 'k1', '100.01'))).toBe('InsufficientFunds');
    expect(codeOf(await hold(ledger, 'k2', '1.00', { destinationAccountId: accountId('seller') }))).toBe('SameAccount');
    expect(codeOf(await hold(ledger, 'k3', '1.00', { destinationAccountId: accountId('euros') }))).toBe(
      'CurrencyMismatch',
    );
    expect(codeOf(await hold(ledger, 'k4', '1.00', { expiresAt: instantOf(0) }))).toBe('ExpiryNotInFuture');
    expect(codeOf(await hold(ledger, 'k5', '1.00', { accountId: accountId('nobody') }))).toBe('UnknownAccount');
    expect(codeOf(await capture(ledger, 'k6'))).toBe('HoldNotFound');
  });

  it('is captured and voided though an account was frozen since', async () => {
    const ledger = await opened();
    await hold(ledger, 'h', '30.00');
    await changeAccount(ledger, {
      origin,
      key: 'f',
      body: { accountId: accountId('seller'), change: { type: 'FreezeAccount' } },
    });
    expect(codeOf(await capture(ledger, 'c', '10.00'))).toBe('Recorded');
    expect(codeOf(await release(ledger, 'VoidHold'))).toBe('Recorded');
  });

  it('is won by the capture or by the void, never by both', async () => {
    for (let round = 0; round < 20; round += 1) {
      const ledger = await opened();
      await hold(ledger, 'h', '30.00');
      const [captured, voided] = await Promise.all([capture(ledger, 'c'), release(ledger, 'VoidHold')]);
      expect([codeOf(captured), codeOf(voided)].filter((code) => code === 'Recorded')).toHaveLength(1);
      expect(await balancesIn(ledger, 'seller')).toMatchObject({ held: '0.00' });
    }
  });
});
