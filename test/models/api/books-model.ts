import type { AccountType, Side } from '../../../domain/accounts/account.ts';

/** Whole minor units: of cents, yen and fils there are no fractions. */
export const digitsOf: Readonly<Record<string, number>> = { USD: 2, JPY: 0, KWD: 3 };

/** A number of minor units as an amount is written. */
export const written = (units: bigint, currency: string): string => {
  const digits = digitsOf[currency] ?? 2;
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const [whole, rest] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return `${units < 0n ? '-' : ''}${whole}${digits === 0 ? '' : `.${rest}`}`;
};

/** An account as of its newest version. */
export type BookAccount = {
  readonly id: string;
  readonly type: AccountType;
  readonly currency: string;
  readonly name: string;
  readonly floor: bigint | null;
  readonly status: 'open' | 'frozen' | 'closed';
  readonly version: number;
  readonly debits: bigint;
  readonly credits: bigint;
  readonly heldDebits: bigint;
  readonly heldCredits: bigint;
};

/** A posting of an entry, with what it left behind on its account. */
export type BookPosting = {
  readonly account: string;
  readonly side: Side;
  readonly units: bigint;
  readonly currency: string;
};

/** The accounts of a ledger, each by its id. */
export type Books = ReadonlyMap<string, BookAccount>;

/** What was decided: a refusal's code, or the accounts as they become. */
export type Decision = { readonly refused: string } | { readonly becomes: readonly BookAccount[] };

const isDebitNormal = ({ type }: BookAccount): boolean => type === 'asset' || type === 'expense';

export const takingSide = (account: BookAccount): Side => (isDebitNormal(account) ? 'credit' : 'debit');

export const otherSide = (side: Side): Side => (side === 'debit' ? 'credit' : 'debit');

export const availableOf = (account: BookAccount): bigint =>
  isDebitNormal(account)
    ? account.debits - account.credits - account.heldCredits
    : account.credits - account.debits - account.heldDebits;

/** The balances of an account as the API tells them. */
export const balanceShown = (account: BookAccount) => {
  const { debits, credits, heldDebits, heldCredits, currency } = account;
  const sign = isDebitNormal(account) ? 1n : -1n;
  const posted = sign * (debits - credits);
  const shown = (units: bigint): string => written(units, currency);
  return {
    posted: shown(posted),
    pending: shown(posted + sign * (heldDebits - heldCredits)),
    available: shown(availableOf(account)),
    held: shown(isDebitNormal(account) ? heldCredits : heldDebits),
    debits: shown(debits),
    credits: shown(credits),
  };
};

const ranks: Readonly<Record<string, number>> = { UnknownAccount: 0, CurrencyMismatch: 1, InsufficientFunds: 3 };

/** The refusal that a caller hears: the gravest kind, and of its kind the first. */
const gravest = (codes: readonly string[]): string | undefined =>
  codes.toSorted((left, right) => (ranks[left] ?? 2) - (ranks[right] ?? 2))[0];

const refusalOf = (
  before: BookAccount | undefined,
  after: BookAccount | undefined,
  currency: string,
): string | undefined => {
  if (before === undefined || after === undefined) return 'UnknownAccount';
  if (before.currency !== currency) return 'CurrencyMismatch';
  if (before.status === 'closed') return 'AccountClosed';
  if (before.status === 'frozen') return 'AccountFrozen';
  const sinks = availableOf(after) < availableOf(before);
  return before.floor !== null && sinks && availableOf(after) < before.floor ? 'InsufficientFunds' : undefined;
};

type Touch = {
  readonly account: string;
  readonly currency: string;
  readonly change: (was: BookAccount) => BookAccount;
};

/** Lets some accounts change together, or none. */
const together = (books: Books, touches: readonly Touch[]): Decision => {
  const becomes: BookAccount[] = [];
  const refusals: string[] = [];
  for (const { account, currency, change } of touches) {
    const before = books.get(account);
    const after = before === undefined ? undefined : { ...change(before), version: before.version + 1 };
    const refusal = refusalOf(before, after, currency);
    if (refusal !== undefined) refusals.push(refusal);
    if (after !== undefined) becomes.push(after);
  }
  const refused = gravest(refusals);
  return refused === undefined ? { becomes } : { refused };
};

const withPosting = (account: BookAccount, { side, units }: Pick<BookPosting, 'side' | 'units'>): BookAccount =>
  side === 'debit' ? { ...account, debits: account.debits + units } : { ...account, credits: account.credits + units };

const withHeld = (account: BookAccount, side: Side, units: bigint): BookAccount =>
  side === 'debit'
    ? { ...account, heldDebits: account.heldDebits + units }
    : { ...account, heldCredits: account.heldCredits + units };

/** Posts an entry on all its accounts at once. */
export const posted = (books: Books, postings: readonly BookPosting[]): Decision => {
  const sums = new Map<string, bigint>();
  for (const { currency, side, units } of postings)
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === 'debit' ? units : -units));
  if ([...sums.values()].some((sum) => sum !== 0n)) return { refused: 'UnbalancedEntry' };
  const byAccount = Map.groupBy(postings, ({ account }) => account);
  return together(
    books,
    [...byAccount].map(([account, of]) => ({
      account,
      currency: of[0]?.currency ?? '',
      change: (was) => of.reduce(withPosting, was),
    })),
  );
};

/** Both ends of a hold: what it takes from, what it is for, and how much. */
export type BookHold = {
  readonly source: string;
  readonly destination: string;
  readonly side: Side;
  readonly units: bigint;
  readonly currency: string;
};

const onBoth = (
  { source, destination, side, currency }: BookHold,
  change: (was: BookAccount, side: Side) => BookAccount,
): readonly Touch[] => [
  { account: source, currency, change: (was) => change(was, side) },
  { account: destination, currency, change: (was) => change(was, otherSide(side)) },
];

/** Sets funds aside. */
export const held = (books: Books, hold: BookHold): Decision =>
  together(
    books,
    onBoth(hold, (was, side) => withHeld(was, side, hold.units)),
  );

/** Lets go of funds; they are posted where the hold is captured. Neither a freeze nor a floor is in the way. */
export const letGo = (books: Books, hold: BookHold, units: bigint, isCaptured: boolean): readonly BookAccount[] =>
  onBoth(hold, (was, side) => {
    const released = withHeld(was, side, -units);
    return isCaptured ? withPosting(released, { side, units }) : released;
  }).flatMap(({ account, change }) => {
    const was = books.get(account);
    return was === undefined ? [] : [{ ...change(was), version: was.version + 1 }];
  });
