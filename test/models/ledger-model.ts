import type { AccountType, Side } from '../../domain/accounts/account.ts';

/** An account in cents, by other arithmetic than the ledger's. */
export type ModelAccount = {
  readonly type: AccountType;
  readonly floor: bigint | undefined;
  frozen: boolean;
  debits: bigint;
  credits: bigint;
  heldDebits: bigint;
  heldCredits: bigint;
};

export type ModelHold = { source: string; destination: string; side: Side; left: bigint; ended: string | undefined };

export type ModelLeg = { readonly account: string; readonly side: Side; readonly cents: bigint };

/** A ledger in one currency as simply as it can be said: bigint cents, one thread, no stores. */
export type LedgerModel = {
  readonly accounts: Map<string, ModelAccount>;
  readonly holds: Map<string, ModelHold>;
  readonly seen: Map<string, string>;
};

export const emptyModel = (): LedgerModel => ({ accounts: new Map(), holds: new Map(), seen: new Map() });

const debitNormal = ({ type }: ModelAccount): boolean => type === 'asset' || type === 'expense';

export const availableOf = (account: ModelAccount): bigint =>
  debitNormal(account)
    ? account.debits - account.credits - account.heldCredits
    : account.credits - account.debits - account.heldDebits;

export const takingSideOf = (account: ModelAccount): Side => (debitNormal(account) ? 'credit' : 'debit');

const breaksFloor = (before: ModelAccount, after: ModelAccount): boolean =>
  before.floor !== undefined && availableOf(after) < before.floor && availableOf(after) < availableOf(before);

/** Posts legs that balance; answers the code that the ledger should. */
export const modelPost = ({ accounts }: LedgerModel, legs: readonly ModelLeg[]): string => {
  const afters = new Map<string, ModelAccount>();
  for (const { account: id, side, cents } of legs) {
    const account = afters.get(id) ?? accounts.get(id);
    if (account === undefined) return 'UnknownAccount';
    afters.set(
      id,
      side === 'debit'
        ? { ...account, debits: account.debits + cents }
        : { ...account, credits: account.credits + cents },
    );
  }
  const befores = [...afters.keys()].map((id) => accounts.get(id));
  if (befores.some((account) => account?.frozen)) return 'AccountFrozen';
  for (const [id, after] of afters) {
    const before = accounts.get(id);
    if (before !== undefined && breaksFloor(before, after)) return 'InsufficientFunds';
  }
  for (const [id, after] of afters) accounts.set(id, after);
  return 'Recorded';
};

/** Moves what is held on one side of an account. */
const hold = (account: ModelAccount, side: Side, cents: bigint): ModelAccount =>
  side === 'debit'
    ? { ...account, heldDebits: account.heldDebits + cents }
    : { ...account, heldCredits: account.heldCredits + cents };

const other = (side: Side): Side => (side === 'debit' ? 'credit' : 'debit');

export const modelAuthorize = (
  model: LedgerModel,
  id: string,
  { source, destination, cents }: { readonly source: string; readonly destination: string; readonly cents: bigint },
): string => {
  const [from, to] = [model.accounts.get(source), model.accounts.get(destination)];
  if (from === undefined || to === undefined) return 'UnknownAccount';
  if (source === destination) return 'SameAccount';
  const side = takingSideOf(from);
  const [afterFrom, afterTo] = [hold(from, side, cents), hold(to, other(side), cents)];
  if (from.frozen || to.frozen) return 'AccountFrozen';
  if (breaksFloor(from, afterFrom) || breaksFloor(to, afterTo)) return 'InsufficientFunds';
  model.accounts.set(source, afterFrom).set(destination, afterTo);
  model.holds.set(id, { source, destination, side, left: cents, ended: undefined });
  return 'Recorded';
};

/** Releases cents of a hold, and posts them where asked. */
const settle = ({ accounts }: LedgerModel, held: ModelHold, cents: bigint, posts: boolean): void => {
  for (const [id, side] of [
    [held.source, held.side],
    [held.destination, other(held.side)],
  ] as const) {
    const account = accounts.get(id);
    if (account === undefined) throw new Error('a hold has two accounts');
    const released = hold(account, side, -cents);
    if (!posts) accounts.set(id, released);
    else if (side === 'debit') accounts.set(id, { ...released, debits: released.debits + cents });
    else accounts.set(id, { ...released, credits: released.credits + cents });
  }
  held.left -= cents;
};

export const modelCapture = (model: LedgerModel, id: string, cents: bigint | undefined): string => {
  const held = model.holds.get(id);
  if (held === undefined) return 'HoldNotFound';
  if (held.ended !== undefined) return held.ended;
  if (cents !== undefined && cents > held.left) return 'CaptureExceedsHold';
  settle(model, held, cents ?? held.left, true);
  if (held.left === 0n) held.ended = 'HoldCaptured';
  return 'Recorded';
};

export const modelVoid = (model: LedgerModel, id: string): string => {
  const held = model.holds.get(id);
  if (held === undefined) return 'HoldNotFound';
  // The story voids a hold with one key only, so the second time is a replay of the first.
  if (held.ended === 'HoldVoided') return 'Recorded';
  if (held.ended !== undefined) return held.ended;
  settle(model, held, held.left, false);
  held.ended = 'HoldVoided';
  return 'Recorded';
};
