import { compare, isZero, type Money, subtract, zero } from '../money/money.ts';
import { assertNever } from '../shared/assert-never.ts';
import type { Decider } from '../shared/decider.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Rejection } from '../shared/rejection.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';
import { type AccountTerms, balancesOf, type Side, type Totals } from './account.ts';
import { type Movement, moved } from './movement.ts';
import { wholeIdOf } from './stripe.ts';

export type OpenAccount = { readonly type: 'OpenAccount' } & AccountTerms;

/** The sums of all postings that one journal entry makes on this account. */
export type PostEntry = { readonly type: 'PostEntry'; readonly debits: Money; readonly credits: Money };

/** One side of a hold: `authorize` sets funds aside, `capture` posts them, `release` gives them back. */
export type HoldFunds = {
  readonly type: 'AuthorizeHold' | 'CaptureHold' | 'ReleaseHold';
  readonly side: Side;
  readonly amount: Money;
};

export type ChangeAccount =
  | { readonly type: 'FreezeAccount' | 'UnfreezeAccount' | 'CloseAccount' }
  | { readonly type: 'ChangeFloor'; readonly floor: Money | null };

export type AccountCommand = OpenAccount | PostEntry | HoldFunds | ChangeAccount;

export type AccountEvent =
  | ({ readonly type: 'AccountOpened' } & AccountTerms)
  | Movement
  | { readonly type: 'AccountFrozen' | 'AccountUnfrozen' | 'AccountClosed' }
  | { readonly type: 'AccountLimitsChanged'; readonly floor: Money | null };

/** An account that exists. A closed one is empty and stays so; a frozen one still settles the holds it has. */
export type OpenedAccount = AccountTerms & Totals & { readonly status: 'open' | 'frozen' | 'closed' };

export type AccountState = { readonly status: 'absent' } | OpenedAccount;

export type AccountRejection = Rejection<
  | 'AccountExists'
  | 'UnknownAccount'
  | 'AccountClosed'
  | 'AccountFrozen'
  | 'AccountNotEmpty'
  | 'CurrencyMismatch'
  | 'InsufficientFunds'
  | 'StripedWithFloor'
>;

const decide = (command: AccountCommand, state: AccountState): Result<readonly AccountEvent[], AccountRejection> => {
  if (command.type === 'OpenAccount') return open(command, state);
  if (state.status === 'absent') return refuse('UnknownAccount', 'There is no such account.');
  const currency = currencyOf(command);
  if (currency !== undefined && currency !== state.currency)
    return refuse('CurrencyMismatch', `${nameOf(state)} is kept in ${state.currency}.`);
  if (state.status === 'closed' && command.type !== 'CloseAccount')
    return refuse('AccountClosed', `${nameOf(state)} is closed.`);
  switch (command.type) {
    case 'PostEntry':
    case 'AuthorizeHold':
    case 'CaptureHold':
    case 'ReleaseHold':
      return move(command, state);
    case 'FreezeAccount':
      return accepted(state.status === 'frozen' ? [] : [{ type: 'AccountFrozen' }]);
    case 'UnfreezeAccount':
      return accepted(state.status === 'open' ? [] : [{ type: 'AccountUnfrozen' }]);
    case 'CloseAccount':
      return close(state);
    case 'ChangeFloor':
      return changeFloor(command.floor, state);
    default:
      return assertNever(command);
  }
};

const move = (
  command: PostEntry | HoldFunds,
  state: OpenedAccount,
): Result<readonly AccountEvent[], AccountRejection> => {
  if (state.stripes > 1) throw new InvariantViolation(`Only the stripes of ${state.accountId} take money`);
  return command.type === 'PostEntry' ? post(command, state) : holdFunds(command, state);
};

const open = (command: OpenAccount, state: AccountState): Result<readonly AccountEvent[], AccountRejection> => {
  if (state.status !== 'absent') return refuse('AccountExists', `${nameOf(state)} is open already.`);
  if (command.floor !== null && command.floor.currency !== command.currency)
    return refuse('CurrencyMismatch', `The floor is not in ${command.currency}.`);
  if (command.floor !== null && command.stripes > 1) return refuseFloor();
  return accepted([{ ...command, type: 'AccountOpened' }]);
};

const post = (command: PostEntry, state: OpenedAccount): Result<readonly AccountEvent[], AccountRejection> => {
  const event: Movement = { type: 'EntryPosted', debits: command.debits, credits: command.credits };
  if (state.status === 'frozen') return refuse('AccountFrozen', `${nameOf(state)} is frozen.`);
  return withinFloor(event, state);
};

const holdFunds = (command: HoldFunds, state: OpenedAccount): Result<readonly AccountEvent[], AccountRejection> => {
  const { side, amount } = command;
  if (command.type === 'ReleaseHold') return accepted([{ type: 'HeldFundsReleased', side, amount }]);
  // The outside world has moved already when a hold is captured, so neither a freeze nor a floor refuses it.
  if (command.type === 'CaptureHold') return accepted([{ type: 'HeldFundsPosted', side, amount }]);
  if (state.status === 'frozen') return refuse('AccountFrozen', `${nameOf(state)} is frozen.`);
  return withinFloor({ type: 'FundsHeld', side, amount }, state);
};

const close = (state: OpenedAccount): Result<readonly AccountEvent[], AccountRejection> => {
  if (state.status === 'closed') return accepted([]);
  const empty = isZero(subtract(state.debits, state.credits)) && isZero(state.heldDebits) && isZero(state.heldCredits);
  if (!empty) return refuse('AccountNotEmpty', `${nameOf(state)} has a balance or open holds.`);
  return accepted([{ type: 'AccountClosed' }]);
};

const changeFloor = (floor: Money | null, state: OpenedAccount): Result<readonly AccountEvent[], AccountRejection> => {
  if (floor?.amount === state.floor?.amount) return accepted([]);
  if (state.stripes > 1) return refuseFloor();
  return accepted([{ type: 'AccountLimitsChanged', floor }]);
};

// To keep a floor, writers of all stripes would have to follow one another again.
const refuseFloor = (): Result<never, AccountRejection> =>
  rejected({ code: 'StripedWithFloor', detail: 'A striped account has no floor.', pointer: '/floor' });

// An account below its floor may still receive: only what lowers the available balance is held against the floor.
const withinFloor = (event: Movement, state: OpenedAccount): Result<readonly AccountEvent[], AccountRejection> => {
  if (state.floor === null) return accepted([event]);
  const before = balancesOf(state.accountType, state).available;
  const after = balancesOf(state.accountType, moved(state, event)).available;
  if (compare(after, state.floor) >= 0 || compare(after, before) >= 0) return accepted([event]);
  return refuse('InsufficientFunds', `${nameOf(state)} has ${before.amount} ${before.currency} available.`);
};

const evolve = (state: AccountState, event: AccountEvent): AccountState => {
  if (event.type === 'AccountOpened') return opened(event);
  if (state.status === 'absent') throw new InvariantViolation(`${event.type} on an account that was never opened`);
  switch (event.type) {
    case 'EntryPosted':
    case 'FundsHeld':
    case 'HeldFundsPosted':
    case 'HeldFundsReleased':
      return { ...state, ...moved(state, event) };
    case 'AccountFrozen':
      return { ...state, status: 'frozen' };
    case 'AccountUnfrozen':
      return { ...state, status: 'open' };
    case 'AccountClosed':
      return { ...state, status: 'closed' };
    case 'AccountLimitsChanged':
      return { ...state, floor: event.floor };
    default:
      return assertNever(event);
  }
};

const opened = ({ accountId, accountType, currency, floor, stripes }: AccountTerms): OpenedAccount => {
  const none = zero(currency);
  const totals = { debits: none, credits: none, heldDebits: none, heldCredits: none };
  return { status: 'open', accountId, accountType, currency, floor, stripes, ...totals };
};

const refuse = (code: AccountRejection['code'], detail: string): Result<never, AccountRejection> =>
  rejected({ code, detail });

// Callers know nothing of stripes.
const nameOf = ({ accountId }: OpenedAccount): string => wholeIdOf(accountId);

const currencyOf = (command: Exclude<AccountCommand, OpenAccount>): string | undefined => {
  switch (command.type) {
    case 'PostEntry':
      return command.debits.currency;
    case 'AuthorizeHold':
    case 'CaptureHold':
    case 'ReleaseHold':
      return command.amount.currency;
    case 'ChangeFloor':
      return command.floor?.currency;
    default:
      return undefined;
  }
};

/** The rules of one account: what may be posted, held, frozen and closed, and how its totals follow. */
export const account: Decider<AccountCommand, AccountState, AccountEvent, AccountRejection> = {
  initialState: { status: 'absent' },
  decide,
  evolve,
};
