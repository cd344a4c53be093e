import { describe, expect, it } from '@jest/globals';
import {
  type HoldCommand,
  type HoldEvent,
  type HoldState,
  type HoldTerms,
  hold,
  remainingOf,
} from '../../../domain/holds/hold-decider.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Instant } from '../../../domain/shared/instant.ts';
import { amount, money } from '../../support/money.ts';
import { accountId } from '../../support/test-ledger.ts';

const now = '2026-11-23T10:00:00.000Z' as Instant;
const due = '2026-11-23T10:00:00.001Z' as Instant;

const terms: HoldTerms = {
  accountId: accountId('seller'),
  destinationAccountId: accountId('bank'),
  side: 'debit',
  amount: amount('10.00'),
  expiresAt: due,
  description: 'Held',
};
const authorized: HoldEvent = { type: 'HoldAuthorized', terms, now };
const captured = (text: string): HoldEvent => ({ type: 'HoldCaptured', amount: amount(text) });

const stateAfter = (...events: readonly HoldEvent[]): HoldState => events.reduce(hold.evolve, hold.initialState);

const given = (...events: readonly HoldEvent[]) => ({
  when: (command: HoldCommand) => {
    const decided = hold.decide(command, stateAfter(...events));
    return decided.ok ? decided.value : decided.rejection;
  },
});

describe('a hold', () => {
  it('is captured in full or in part, whatever is left', () => {
    const capture = (text?: string): HoldCommand => ({
      type: 'CaptureHold',
      amount: text === undefined ? undefined : amount(text),
      now,
    });
    expect(given(authorized).when(capture())).toEqual([captured('10.00')]);
    expect(given(authorized).when(capture('10.00'))).toEqual([captured('10.00')]);
    expect(given(authorized).when(capture('10.01'))).toMatchObject({ code: 'CaptureExceedsHold', pointer: '/amount' });
    expect(given(authorized, captured('4.00')).when(capture())).toEqual([captured('6.00')]);
    expect(given(authorized, captured('4.00')).when(capture('6.00'))).toEqual([captured('6.00')]);
    expect(given(authorized, captured('10.00')).when(capture())).toMatchObject({ code: 'HoldCaptured' });
  });

  it('may be captured until the very moment that it is due', () => {
    const at = (moment: Instant): HoldCommand => ({ type: 'CaptureHold', amount: undefined, now: moment });
    expect(given(authorized).when(at(now))).toHaveLength(1);
    expect(given(authorized).when(at(due))).toMatchObject({ code: 'HoldExpired' });
  });

  it('expires from that moment on, and not before', () => {
    expect(given(authorized).when({ type: 'ExpireHold', now })).toEqual([]);
    expect(given(authorized).when({ type: 'ExpireHold', now: due })).toEqual([{ type: 'HoldExpired' }]);
    expect(given(authorized, { type: 'HoldExpired' }).when({ type: 'ExpireHold', now })).toEqual([]);
    const forEver: HoldEvent = { type: 'HoldAuthorized', terms: { ...terms, expiresAt: null }, now };
    expect(given(forEver).when({ type: 'ExpireHold', now: due })).toEqual([]);
    expect(given(forEver).when({ type: 'CaptureHold', amount: undefined, now: due })).toEqual([captured('10.00')]);
  });

  it('is authorized until later than now, on two accounts', () => {
    const authorize = (more: Partial<HoldTerms>) =>
      given().when({ type: 'AuthorizeHold', terms: { ...terms, ...more }, now });
    expect(authorize({})).toEqual([authorized]);
    expect(authorize({ expiresAt: null })).toHaveLength(1);
    expect(authorize({ expiresAt: now })).toMatchObject({ code: 'ExpiryNotInFuture', pointer: '/expiresAt' });
    expect(authorize({ destinationAccountId: terms.accountId })).toMatchObject({
      code: 'SameAccount',
      pointer: '/destinationAccountId',
    });
  });

  it('that is not there can be neither captured, voided nor expired', () => {
    const commands: readonly HoldCommand[] = [
      { type: 'CaptureHold', amount: undefined, now },
      { type: 'VoidHold' },
      { type: 'ExpireHold', now },
    ];
    for (const command of commands)
      expect(given().when(command)).toEqual({ code: 'HoldNotFound', detail: 'There is no such hold.' });
  });

  it('has what is left while it is open, and nothing after', () => {
    const left = (...events: readonly HoldEvent[]) => {
      const state = stateAfter(authorized, ...events);
      return state.status === 'absent' ? undefined : remainingOf(state);
    };
    expect(left()).toEqual(money('10.00'));
    expect(left(captured('4.00'))).toEqual(money('6.00'));
    expect(left(captured('10.00'))).toEqual(money('0.00'));
    expect(left(captured('4.00'), { type: 'HoldVoided' })).toEqual(money('0.00'));
    expect(left({ type: 'HoldExpired' })).toEqual(money('0.00'));
  });
});

describe('what cannot happen to a hold', () => {
  it('is a defect, said as one', () => {
    const isDefect = (work: () => unknown, says: string): void => expect(work).toThrow(new InvariantViolation(says));
    isDefect(() => given(authorized).when({ type: 'AuthorizeHold', terms, now }), 'A hold id belongs to one request');
    isDefect(() => stateAfter({ type: 'HoldVoided' }), 'HoldVoided on a hold that was never authorized');
    isDefect(() => stateAfter(authorized, { type: 'New' } as never), 'No case handles {"type":"New"}');
    isDefect(() => given(authorized).when({ type: 'New' } as never), 'No case handles {"type":"New"}');
    const emptied = { ...stateAfter(authorized), captured: money('10.00') } as HoldState;
    const capture: HoldCommand = { type: 'CaptureHold', amount: undefined, now };
    isDefect(() => hold.decide(capture, emptied), 'An open hold has something left to capture');
    const odd = { ...stateAfter(authorized), status: 'odd' } as never;
    isDefect(() => hold.decide({ type: 'VoidHold' }, odd), 'No case handles "odd"');
  });
});
