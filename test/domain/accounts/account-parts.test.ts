import { describe, expect, it } from '@jest/globals';
import { accountTypes, balancesOf, parseAccountId } from '../../../domain/accounts/account.ts';
import {
  type AccountCommand,
  type AccountEvent,
  type AccountState,
  account,
} from '../../../domain/accounts/account-decider.ts';
import { accountOf, loadedAccount, recordedAtOf } from '../../../domain/accounts/account-stream.ts';
import { capturing, holding, releasing } from '../../../domain/accounts/totals.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { headBefore } from '../../../functions/adapters/stream-head.ts';
import { money } from '../../support/money.ts';
import { accountId } from '../../support/test-ledger.ts';

const terms = {
  accountId: accountId('seller'),
  accountType: 'liability',
  currency: money('0').currency,
  floor: null,
  stripes: 1,
} as const;
const opened: AccountEvent = { type: 'AccountOpened', ...terms };
const stateAfter = (...events: readonly AccountEvent[]): AccountState =>
  events.reduce(account.evolve, account.initialState);

const none = { debits: money('0'), credits: money('0'), heldDebits: money('0'), heldCredits: money('0') };

describe('the id of an account', () => {
  it('has at most a hundred characters, and eight segments that are not empty', () => {
    expect(parseAccountId('a'.repeat(100))).toBe('a'.repeat(100));
    expect(parseAccountId('a'.repeat(101))).toBeUndefined();
    expect(parseAccountId('1:2:3:4:5:6:7:8')).toBe('1:2:3:4:5:6:7:8');
    expect(parseAccountId('1:2:3:4:5:6:7:8:9')).toBeUndefined();
    for (const text of ['', ':', 'a:', ':a', 'a::b', 'a b', 'ä', 'a\n', '\na'])
      expect(parseAccountId(text)).toBeUndefined();
  });
});

describe('the types of accounts', () => {
  it('are five', () => {
    expect(accountTypes).toEqual(['asset', 'expense', 'liability', 'equity', 'income']);
  });

  it('are debit normal for what is owned and spent, and credit normal for all else', () => {
    const totals = {
      ...none,
      debits: money('5'),
      credits: money('2'),
      heldDebits: money('0.70'),
      heldCredits: money('0.30'),
    };
    for (const type of accountTypes) {
      const isDebitNormal = type === 'asset' || type === 'expense';
      const { posted, pending, available, held } = balancesOf(type, totals);
      expect([posted, pending, available, held].map(({ amount }) => amount)).toEqual(
        isDebitNormal ? ['3.00', '3.40', '2.70', '0.30'] : ['-3.00', '-3.40', '-3.70', '0.70'],
      );
    }
  });
});

describe('held funds', () => {
  it('are kept for each side, and given back or posted on it', () => {
    const five = money('5');
    for (const [side, heldSide, postedSide] of [
      ['debit', 'heldDebits', 'debits'],
      ['credit', 'heldCredits', 'credits'],
    ] as const) {
      const held = holding(none, { side, amount: five });
      expect(held).toEqual({ ...none, [heldSide]: five });
      expect(releasing(held, { side, amount: money('2') })).toEqual({ ...none, [heldSide]: money('3') });
      expect(releasing(held, { side, amount: five })).toEqual(none);
      expect(capturing(held, { side, amount: five })).toEqual({ ...none, [postedSide]: five });
      expect(() => releasing(held, { side, amount: money('5.01') })).toThrow(
        new InvariantViolation('More funds were released from holds than were held'),
      );
    }
  });
});

describe('what cannot happen to an account', () => {
  const isDefect = (work: () => unknown, says: string): void => expect(work).toThrow(new InvariantViolation(says));

  it('is a defect, said as one', () => {
    isDefect(() => stateAfter({ type: 'AccountFrozen' }), 'AccountFrozen on an account that was never opened');
    isDefect(() => stateAfter(opened, { type: 'New' } as never), 'No case handles {"type":"New"}');
    isDefect(() => account.decide({ type: 'New' } as never, stateAfter(opened)), 'No case handles {"type":"New"}');
    const stored = { streamId: streamIdOf('main', 'account', 'seller'), version: 1, hash: '', published: true };
    isDefect(() => accountOf({ ...stored, text: '{"currency":"XXA"}' }), 'main#A#seller is in an unknown currency');
  });

  it('and one that was never opened has no state and no time', () => {
    const head = headBefore(streamIdOf('main', 'account', 'seller'));
    expect(loadedAccount(head)).toEqual({ head, state: { status: 'absent' } });
    expect(recordedAtOf(head)).toBeUndefined();
  });
});

describe('a change of an account', () => {
  const frozen: AccountEvent = { type: 'AccountFrozen' };
  const closed: AccountEvent = { type: 'AccountClosed' };
  const decidedOn = (command: AccountCommand, ...events: readonly AccountEvent[]) => {
    const decided = account.decide(command, stateAfter(opened, ...events));
    return decided.ok ? decided.value : decided.rejection.code;
  };

  it('is news only where it changes something', () => {
    expect(decidedOn({ type: 'FreezeAccount' })).toEqual([frozen]);
    expect(decidedOn({ type: 'FreezeAccount' }, frozen)).toEqual([]);
    expect(decidedOn({ type: 'UnfreezeAccount' })).toEqual([]);
    expect(decidedOn({ type: 'UnfreezeAccount' }, frozen)).toEqual([{ type: 'AccountUnfrozen' }]);
    expect(decidedOn({ type: 'CloseAccount' }, closed)).toEqual([]);
    expect(decidedOn({ type: 'CloseAccount' }, frozen)).toEqual([closed]);
    expect(decidedOn({ type: 'FreezeAccount' }, closed)).toBe('AccountClosed');
    expect(decidedOn({ type: 'ChangeFloor', floor: null })).toEqual([]);
    const floor = money('-1.00');
    expect(decidedOn({ type: 'ChangeFloor', floor })).toEqual([{ type: 'AccountLimitsChanged', floor }]);
    expect(decidedOn({ type: 'ChangeFloor', floor }, { type: 'AccountLimitsChanged', floor })).toEqual([]);
    expect(decidedOn({ type: 'ChangeFloor', floor: money('1', 'JPY') })).toBe('CurrencyMismatch');
  });

  it('closes it only where neither a balance nor a hold of either side is left', () => {
    const posted: AccountEvent = { type: 'EntryPosted', debits: money('1'), credits: money('2') };
    const held = (side: 'debit' | 'credit'): AccountEvent => ({ type: 'FundsHeld', side, amount: money('1') });
    expect(decidedOn({ type: 'CloseAccount' }, posted)).toBe('AccountNotEmpty');
    expect(decidedOn({ type: 'CloseAccount' }, held('debit'))).toBe('AccountNotEmpty');
    expect(decidedOn({ type: 'CloseAccount' }, held('credit'))).toBe('AccountNotEmpty');
    const even: AccountEvent = { type: 'EntryPosted', debits: money('1'), credits: money('0') };
    expect(decidedOn({ type: 'CloseAccount' }, posted, even)).toEqual([closed]);
  });
});
