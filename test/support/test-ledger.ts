import {
  type AccountId,
  type AccountType,
  balancesOf,
  parseAccountId,
  type Side,
} from '../../domain/accounts/account.ts';
import { accountOf } from '../../domain/accounts/account-stream.ts';
import { stripeIdsOf } from '../../domain/accounts/stripe.ts';
import { wholeAccount } from '../../domain/accounts/whole-account.ts';
import { balance, type Posting } from '../../domain/journal/posting.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import { dateOf, instantOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { openAccount } from '../../functions/commands/open-account.ts';
import { type PostEntryBody, postEntry } from '../../functions/commands/post-entry.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { lanes } from '../../functions/runtime/lanes.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { amount, money } from './money.ts';

export const origin = { ledger: 'main', actor: 'test' };

const begin = Date.parse('2026-11-23T10:00:00.000Z');

/**
 * A ledger for tests: in memory, with a clock that a millisecond passes on at each look, and waits that take no time.
 */
export const testLedger = (eventStore: EventStore = memoryEventStore()): Ledger => {
  let milliseconds = begin;
  return {
    eventStore,
    clock: { now: () => instantOf(milliseconds++) },
    digest: sha256,
    waiting: { pause: async () => {}, random: () => 0 },
    lanes: lanes(),
  };
};

export const accountId = (text: string): AccountId => {
  const id = parseAccountId(text);
  if (id === undefined) throw new Error(`${text} is no account id`);
  return id;
};

/** Opens an account and fails the test where that is refused. */
export const open = async (
  ledger: Ledger,
  id: string,
  {
    type = 'asset',
    floor = null,
    currency = 'USD',
    stripes = 1,
  }: { type?: AccountType; floor?: string | null; currency?: string; stripes?: number } = {},
): Promise<void> => {
  const outcome = await openAccount(ledger, {
    origin,
    key: `open ${id}`,
    body: {
      accountId: accountId(id),
      accountType: type,
      currency: money('0', currency).currency,
      floor: floor === null ? null : money(floor, currency),
      name: id,
      metadata: {},
      ...(stripes === 1 ? {} : { stripes }),
    },
  });
  if (outcome.code !== 'Recorded') throw new Error(`${id} was not opened: ${JSON.stringify(outcome)}`);
};

export const leg = (id: string, side: Side, text: string, currency = 'USD'): Posting => ({
  accountId: accountId(id),
  side,
  amount: amount(text, currency),
});

/** The body of an entry that moves an amount from the credited to the debited account. */
export const entryOf = (debited: string, credited: string, text: string, currency = 'USD'): PostEntryBody =>
  entryBody([leg(debited, 'debit', text, currency), leg(credited, 'credit', text, currency)]);

export const entryBody = (postings: readonly Posting[]): PostEntryBody => {
  const balanced = balance(postings);
  if (!balanced.ok) throw new Error(balanced.rejection.code);
  const day = dateOf(instantOf(begin));
  return { postings: balanced.value, description: 'Test', effectiveDate: day, valueDate: day, metadata: {} };
};

export const post = (ledger: Ledger, key: string, body: PostEntryBody) => postEntry(ledger, { origin, key, body });

/** The newest states of an account's own stream and of its stripes. */
export const statesIn = async (ledger: Ledger, id: string) => {
  const states = async (ids: readonly string[]) => {
    const heads = await ledger.eventStore.load(
      ids.map((each) => streamIdOf('main', 'account', each)),
      'strong',
    );
    return heads.flatMap(({ newest }) => (newest === undefined ? [] : [accountOf(newest)]));
  };
  const [own] = await states([id]);
  if (own === undefined) throw new Error(`${id} is not open`);
  return { own, stripes: await states(stripeIdsOf(accountId(id), own.stripes)) };
};

/** Posted, pending, available and held, as text, from the newest events of the account and its stripes. */
export const balancesIn = async (ledger: Ledger, id: string) => {
  const { own, stripes } = await statesIn(ledger, id);
  const state = wholeAccount(own, stripes);
  const { posted, pending, available, held } = balancesOf(state.accountType, state);
  return { posted: posted.amount, pending: pending.amount, available: available.amount, held: held.amount };
};
