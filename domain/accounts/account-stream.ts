import { linkHash, noPreviousHash } from '../audit/hash-chain.ts';
import type { AccountEffect, AccountStatus } from '../facts/account-facts.ts';
import type { Recording } from '../facts/origin.ts';
import { parseCurrencyCode } from '../money/currency.ts';
import { isZero, type Money, storedMoney, zero } from '../money/money.ts';
import type { StoredEvent, StreamHead, StreamWrite } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { Instant } from '../shared/instant.ts';
import { accepted, type Result } from '../shared/result.ts';
import type { AccountId, AccountType } from './account.ts';
import {
  type AccountCommand,
  type AccountEvent,
  type AccountRejection,
  type AccountState,
  account,
  type OpenedAccount,
} from './account-decider.ts';

/** An account as its newest event tells it. */
export type LoadedAccount = { readonly head: StreamHead; readonly state: AccountState };

/** The part of every account event that is its snapshot, and nothing about why. */
type AccountEventText = AccountEffect & {
  readonly status: AccountStatus;
  readonly floor: string | null;
  /** Told by the account's own facts, and not where it is 1 and money moved last. */
  readonly stripes?: number;
  readonly recordedAt: Instant;
};

/** What one command does to one account, before the fact that causes it is written. */
export type AccountStep = {
  readonly head: StreamHead;
  readonly event: AccountEvent;
  readonly after: OpenedAccount;
  readonly effect: AccountEffect;
};

export const loadedAccount = (head: StreamHead): LoadedAccount => ({
  head,
  state: head.newest === undefined ? account.initialState : accountOf(head.newest),
});

/** How many stripes an account has, by the head of its own stream; 1 where nothing is written there. */
export const stripesOf = ({ newest }: StreamHead): number => {
  // Nearly all accounts have none, and their events need not be parsed to tell.
  if (newest === undefined || !newest.text.includes('"stripes":')) return 1;
  return (JSON.parse(newest.text) as Pick<AccountEventText, 'stripes'>).stripes ?? 1;
};

/** When the newest event of a stream was recorded; undefined where there is none. */
export const recordedAtOf = (head: StreamHead): Instant | undefined =>
  head.newest === undefined ? undefined : (JSON.parse(head.newest.text) as { recordedAt: Instant }).recordedAt;

/** The state after a stored account event. */
export const accountOf = (event: StoredEvent): OpenedAccount => {
  const stored = JSON.parse(event.text) as AccountEventText;
  const currency = parseCurrencyCode(stored.currency);
  if (currency === undefined) throw new InvariantViolation(`${event.streamId} is in an unknown currency`);
  const money = (amount: string | undefined): Money =>
    amount === undefined ? zero(currency) : storedMoney(amount, currency);
  return {
    status: stored.status,
    accountId: stored.accountId,
    accountType: stored.accountType,
    currency,
    floor: stored.floor === null ? null : money(stored.floor),
    stripes: stored.stripes ?? 1,
    debits: money(stored.debits),
    credits: money(stored.credits),
    heldDebits: money(stored.heldDebits),
    heldCredits: money(stored.heldCredits),
  };
};

/** Decides a command on an account; undefined where it is accepted and there is nothing to record. */
export const stepOf = (
  command: AccountCommand,
  { head, state }: LoadedAccount,
): Result<AccountStep | undefined, AccountRejection> => {
  const decided = account.decide(command, state);
  if (!decided.ok) return decided;
  const [event, ...more] = decided.value;
  if (event === undefined) return accepted(undefined);
  if (more.length > 0) throw new InvariantViolation('A command makes at most one event on an account');
  return accepted(stepBy(event, { head, state }));
};

/** What an event that was decided does to an account. */
export const stepBy = (event: AccountEvent, { head, state }: LoadedAccount): AccountStep => {
  const after = account.evolve(state, event);
  if (after.status === 'absent') throw new InvariantViolation('An event leaves its account opened');
  return { head, event, after, effect: effectOf(after, head) };
};

/** The account's event for a step that `cause` brought about; `cause.hash` covers the step's effect. */
export const writeOf = (
  step: AccountStep,
  cause: { readonly factId: string; readonly hash: string },
  {
    ledger,
    recordedAt,
    digest,
  }: { readonly ledger: string; readonly recordedAt: Instant; readonly digest: Recording['digest'] },
): StreamWrite => {
  const { event, effect, after, head } = step;
  const about = { type: event.type, movement: movementOf(event), ledger, recordedAt, cause: cause.factId };
  const text = accountEventText({ ...about, effect, terms: termsOf(after) });
  const hash = linkHash(digest, cause.hash, effect.accountId, effect.version);
  return { head, text, hash, published: false };
};

/** The event of an account that a fact of another stream moved, as it is written. */
export const accountEventText = ({
  effect,
  movement,
  terms,
  ...about
}: {
  readonly type: AccountEvent['type'];
  readonly effect: AccountEffect;
  readonly movement: Readonly<Record<string, string>>;
  readonly terms: WrittenTerms;
  readonly ledger: string;
  readonly recordedAt: Instant;
  /** The id of the fact that moved it. */
  readonly cause: string;
}): string => canonicalJson({ ...effect, ...movement, ...terms, ...about, schemaVersion: 1 });

/** The status and floor, as they are written. */
export type WrittenTerms = { readonly status: AccountStatus; readonly floor: string | null };

export const termsOf = (state: OpenedAccount): WrittenTerms => ({
  status: state.status,
  floor: state.floor === null ? null : state.floor.amount,
});

const effectOf = (after: OpenedAccount, head: StreamHead): AccountEffect => ({
  accountId: after.accountId satisfies AccountId,
  accountType: after.accountType satisfies AccountType,
  currency: after.currency,
  version: head.version + 1,
  previousHash: head.newest?.hash ?? noPreviousHash,
  debits: after.debits.amount,
  credits: after.credits.amount,
  ...(isZero(after.heldDebits) ? {} : { heldDebits: after.heldDebits.amount }),
  ...(isZero(after.heldCredits) ? {} : { heldCredits: after.heldCredits.amount }),
});

const movementOf = (event: AccountEvent): Readonly<Record<string, string>> => {
  switch (event.type) {
    case 'EntryPosted':
      return { debited: event.debits.amount, credited: event.credits.amount };
    case 'FundsHeld':
    case 'HeldFundsPosted':
    case 'HeldFundsReleased':
      return { side: event.side, amount: event.amount.amount };
    default:
      return {};
  }
};
