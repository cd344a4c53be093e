import type { AccountId, Side } from '../accounts/account.ts';
import { add, compare, isZero, type Money, type PositiveMoney, positive, subtract, zero } from '../money/money.ts';
import { assertNever } from '../shared/assert-never.ts';
import type { Decider } from '../shared/decider.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Instant } from '../shared/instant.ts';
import type { Rejection } from '../shared/rejection.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';

/** What a hold is for; fixed when it is authorized. */
export type HoldTerms = {
  readonly accountId: AccountId;
  readonly destinationAccountId: AccountId;
  /** The side that takes from the account; the destination is moved on the other one. */
  readonly side: Side;
  readonly amount: PositiveMoney;
  /** Null where only the transfer that holds the funds may let go of them. */
  readonly expiresAt: Instant | null;
  readonly description: string;
  readonly transferId?: string;
};

export type HoldCommand =
  | { readonly type: 'AuthorizeHold'; readonly terms: HoldTerms; readonly now: Instant }
  /** Captures what remains where no amount is given. */
  | { readonly type: 'CaptureHold'; readonly amount: PositiveMoney | undefined; readonly now: Instant }
  | { readonly type: 'VoidHold' }
  | { readonly type: 'ExpireHold'; readonly now: Instant };

export type HoldEvent =
  | { readonly type: 'HoldAuthorized'; readonly terms: HoldTerms; readonly now: Instant }
  | { readonly type: 'HoldCaptured'; readonly amount: PositiveMoney }
  | { readonly type: 'HoldVoided' | 'HoldExpired' };

type Held = { readonly terms: HoldTerms; readonly captured: Money; readonly authorizedAt: Instant };

export type HoldState =
  | { readonly status: 'absent' }
  | (Held & { readonly status: 'authorized' | 'partiallyCaptured' | 'captured' | 'voided' | 'expired' });

/** A hold that exists. */
export type AuthorizedHold = Exclude<HoldState, { readonly status: 'absent' }>;

export type HoldRejection = Rejection<
  | 'HoldNotFound'
  | 'HoldCaptured'
  | 'HoldVoided'
  | 'HoldExpired'
  | 'CaptureExceedsHold'
  | 'SameAccount'
  | 'CurrencyMismatch'
  | 'ExpiryNotInFuture'
>;

/** What may still be captured. */
export const remainingOf = (hold: AuthorizedHold): Money =>
  hold.status === 'authorized' || hold.status === 'partiallyCaptured'
    ? subtract(hold.terms.amount, hold.captured)
    : zero(hold.captured.currency);

const decide = (command: HoldCommand, state: HoldState): Result<readonly HoldEvent[], HoldRejection> => {
  if (command.type === 'AuthorizeHold') return authorize(command, state);
  if (state.status === 'absent') return refuse('HoldNotFound', 'There is no such hold.');
  switch (command.type) {
    case 'CaptureHold':
      return capture(command, state);
    case 'VoidHold':
      return release(state, 'HoldVoided', 'voided');
    case 'ExpireHold':
      return expire(command.now, state);
    default:
      return assertNever(command);
  }
};

const authorize = (
  { terms, now }: HoldCommand & { readonly type: 'AuthorizeHold' },
  state: HoldState,
): Result<readonly HoldEvent[], HoldRejection> => {
  if (state.status !== 'absent') throw new InvariantViolation('A hold id belongs to one request');
  if (terms.accountId === terms.destinationAccountId)
    return refuse('SameAccount', 'A hold needs two accounts.', '/destinationAccountId');
  if (terms.expiresAt !== null && terms.expiresAt <= now)
    return refuse('ExpiryNotInFuture', 'The hold would have expired already.', '/expiresAt');
  return accepted([{ type: 'HoldAuthorized', terms, now }]);
};

const capture = (
  { amount, now }: HoldCommand & { readonly type: 'CaptureHold' },
  hold: AuthorizedHold,
): Result<readonly HoldEvent[], HoldRejection> => {
  if (amount !== undefined && amount.currency !== hold.terms.amount.currency)
    return refuse('CurrencyMismatch', `The hold is in ${hold.terms.amount.currency}.`, '/amount');
  const ended = refusalOfEnded(hold);
  if (ended !== undefined) return rejected(ended);
  if (hold.terms.expiresAt !== null && hold.terms.expiresAt <= now)
    return refuse('HoldExpired', `The hold expired at ${hold.terms.expiresAt}.`);
  const remaining = positive(remainingOf(hold));
  if (remaining === undefined) throw new InvariantViolation('An open hold has something left to capture');
  if (amount !== undefined && compare(amount, remaining) > 0)
    return refuse('CaptureExceedsHold', `${remaining.amount} ${remaining.currency} remain.`, '/amount');
  return accepted([{ type: 'HoldCaptured', amount: amount ?? remaining }]);
};

const release = (
  hold: AuthorizedHold,
  type: 'HoldVoided' | 'HoldExpired',
  already: AuthorizedHold['status'],
): Result<readonly HoldEvent[], HoldRejection> => {
  if (hold.status === already) return accepted([]);
  const ended = refusalOfEnded(hold);
  return ended === undefined ? accepted([{ type }]) : rejected(ended);
};

const expire = (now: Instant, hold: AuthorizedHold): Result<readonly HoldEvent[], HoldRejection> => {
  const due = hold.terms.expiresAt !== null && hold.terms.expiresAt <= now;
  return due ? release(hold, 'HoldExpired', 'expired') : accepted([]);
};

const refusalOfEnded = ({ status }: AuthorizedHold): HoldRejection | undefined => {
  switch (status) {
    case 'authorized':
    case 'partiallyCaptured':
      return undefined;
    case 'captured':
      return { code: 'HoldCaptured', detail: 'The hold was captured in full.' };
    case 'voided':
      return { code: 'HoldVoided', detail: 'The hold was voided.' };
    case 'expired':
      return { code: 'HoldExpired', detail: 'The hold has expired.' };
    default:
      return assertNever(status);
  }
};

const evolve = (state: HoldState, event: HoldEvent): HoldState => {
  if (event.type === 'HoldAuthorized') {
    const { terms, now } = event;
    return { status: 'authorized', terms, captured: zero(terms.amount.currency), authorizedAt: now };
  }
  if (state.status === 'absent') throw new InvariantViolation(`${event.type} on a hold that was never authorized`);
  switch (event.type) {
    case 'HoldCaptured': {
      const captured = add(state.captured, event.amount);
      const left = subtract(state.terms.amount, captured);
      return { ...state, captured, status: isZero(left) ? 'captured' : 'partiallyCaptured' };
    }
    case 'HoldVoided':
      return { ...state, status: 'voided' };
    case 'HoldExpired':
      return { ...state, status: 'expired' };
    default:
      return assertNever(event);
  }
};

const refuse = (code: HoldRejection['code'], detail: string, pointer?: string): Result<never, HoldRejection> =>
  rejected(pointer === undefined ? { code, detail } : { code, detail, pointer });

/** The rules of one hold: captured in full or in parts, voided, or expired. */
export const hold: Decider<HoldCommand, HoldState, HoldEvent, HoldRejection> = {
  initialState: { status: 'absent' },
  decide,
  evolve,
};
