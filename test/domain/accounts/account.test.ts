import { describe, expect, it } from '@jest/globals';
import { type AccountType, balancesOf, parseAccountId } from '../../../domain/accounts/account.ts';
import {
  type AccountCommand,
  type AccountEvent,
  type AccountState,
  account,
} from '../../../domain/accounts/account-decider.ts';
import { money } from '../../support/money.ts';

const idOf = (text: string) => {
  const id = parseAccountId(text);
  if (id === undefined) throw new Error(`${text} is no account id`);
  return id;
};

const opening = (accountType: AccountType, floor: string | null): AccountCommand & { type: 'OpenAccount' } => ({
  type: 'OpenAccount',
  accountId: idOf('sellers:7:payable'),
  accountType,
  currency: money('0').currency,
  floor: floor === null ? null : money(floor),
  stripes: 1,
});

const opened = (accountType: AccountType = 'liability', floor: string | null = '0.00'): AccountEvent => ({
  ...opening(accountType, floor),
  type: 'AccountOpened',
});

const credited = (amount: string): AccountEvent => ({
  type: 'EntryPosted',
  debits: money('0'),
  credits: money(amount),
});
const credit = (amount: string): AccountCommand => ({ type: 'PostEntry', debits: money('0'), credits: money(amount) });
const debit = (amount: string): AccountCommand => ({ type: 'PostEntry', debits: money(amount), credits: money('0') });
const held = (amount: string): AccountEvent => ({ type: 'FundsHeld', side: 'debit', amount: money(amount) });

const given = (...events: readonly AccountEvent[]) => {
  const state: AccountState = events.reduce(account.evolve, account.initialState);
  return {
    when: (command: AccountCommand) => {
      const decided = account.decide(command, state);
      return {
        thenEvents: (...expected: readonly AccountEvent[]) => expect(decided).toEqual({ ok: true, value: expected }),
        thenRejected: (code: string) => expect(decided.ok ? 'accepted' : decided.rejection.code).toBe(code),
        thenAvailable: (available: string) => {
          if (!decided.ok) throw new Error(decided.rejection.code);
          const after = decided.value.reduce(account.evolve, state);
          if (after.status === 'absent') throw new Error('absent');
          expect(balancesOf(after.accountType, after).available.amount).toBe(available);
        },
      };
    },
  };
};

describe('an account', () => {
  it('is opened once', () => {
    given().when(opening('liability', '0.00')).thenEvents(opened());
    given(opened()).when(opening('liability', '0.00')).thenRejected('AccountExists');
  });

  it('keeps its floor on what is available', () => {
    given(opened(), credited('100.00')).when(debit('100.00')).thenAvailable('0.00');
    given(opened(), credited('100.00')).when(debit('100.01')).thenRejected('InsufficientFunds');
    given(opened(), credited('100.00'), held('30.00')).when(debit('70.00')).thenAvailable('0.00');
    given(opened(), credited('100.00'), held('30.00')).when(debit('70.01')).thenRejected('InsufficientFunds');
    given(opened('liability', '-50.00')).when(debit('50.00')).thenAvailable('-50.00');
    given(opened('liability', '-50.00')).when(debit('50.01')).thenRejected('InsufficientFunds');
  });

  it('has no floor unless it is given one', () => {
    given(opened('asset', null)).when(credit('9999999.99')).thenAvailable('-9999999.99');
  });

  it('may receive while it is below its floor', () => {
    const raised: AccountEvent = { type: 'AccountLimitsChanged', floor: money('500.00') };
    given(opened(), credited('100.00'), raised).when(credit('1.00')).thenAvailable('101.00');
    given(opened(), credited('100.00'), raised).when(debit('1.00')).thenRejected('InsufficientFunds');
  });

  it('counts a hold that gives to it as pending, never as available', () => {
    const incoming: AccountEvent = { type: 'FundsHeld', side: 'credit', amount: money('40.00') };
    given(opened(), incoming).when(debit('0.01')).thenRejected('InsufficientFunds');
    const state = [opened(), incoming].reduce(account.evolve, account.initialState);
    if (state.status === 'absent') throw new Error('absent');
    const { posted, pending, available, held: taken } = balancesOf('liability', state);
    expect([posted, pending, available, taken].map(({ amount }) => amount)).toEqual(['0.00', '40.00', '0.00', '0.00']);
  });

  it('refuses another currency before it looks at its state', () => {
    const euros: AccountCommand = { type: 'PostEntry', debits: money('0', 'EUR'), credits: money('1', 'EUR') };
    given(opened()).when(euros).thenRejected('CurrencyMismatch');
    given(opened(), { type: 'AccountClosed' }).when(euros).thenRejected('CurrencyMismatch');
  });

  it('takes no postings and no holds while it is frozen, but settles what it holds', () => {
    const frozen = given(opened(), credited('100.00'), held('30.00'), { type: 'AccountFrozen' });
    frozen.when(credit('1.00')).thenRejected('AccountFrozen');
    frozen.when({ type: 'AuthorizeHold', side: 'debit', amount: money('1.00') }).thenRejected('AccountFrozen');
    frozen.when({ type: 'CaptureHold', side: 'debit', amount: money('30.00') }).thenAvailable('70.00');
    frozen.when({ type: 'ReleaseHold', side: 'debit', amount: money('30.00') }).thenAvailable('100.00');
    frozen.when({ type: 'FreezeAccount' }).thenEvents();
    frozen.when({ type: 'UnfreezeAccount' }).thenEvents({ type: 'AccountUnfrozen' });
  });

  it('is closed only when it is empty, and stays closed', () => {
    given(opened(), credited('1.00')).when({ type: 'CloseAccount' }).thenRejected('AccountNotEmpty');
    given(opened('liability', null), held('1.00')).when({ type: 'CloseAccount' }).thenRejected('AccountNotEmpty');
    given(opened()).when({ type: 'CloseAccount' }).thenEvents({ type: 'AccountClosed' });
    const closed = given(opened(), { type: 'AccountClosed' });
    closed.when({ type: 'CloseAccount' }).thenEvents();
    closed.when(credit('1.00')).thenRejected('AccountClosed');
    closed.when({ type: 'UnfreezeAccount' }).thenRejected('AccountClosed');
  });

  it('is unknown until it is opened', () => {
    given().when(credit('1.00')).thenRejected('UnknownAccount');
    given().when({ type: 'FreezeAccount' }).thenRejected('UnknownAccount');
  });

  it('never releases more than is held', () => {
    const release: AccountEvent = { type: 'HeldFundsReleased', side: 'debit', amount: money('30.01') };
    const state = [opened(), credited('50.00'), held('30.00')].reduce(account.evolve, account.initialState);
    expect(() => account.evolve(state, release)).toThrow('More funds were released');
  });
});

describe('an account id', () => {
  it.each(['a', 'assets:bank:operating', 'A-1_b:2', 'a:b:c:d:e:f:g:h', 'x'.repeat(100)])('is read from %p', (text) =>
    expect(parseAccountId(text)).toBe(text),
  );

  it.each(['', ':', 'a:', ':a', 'a::b', 'a b', 'a#b', 'a/b', 'ä', 'a:b:c:d:e:f:g:h:i', 'x'.repeat(101)])(
    'is not read from %p',
    (text) => expect(parseAccountId(text)).toBeUndefined(),
  );
});
