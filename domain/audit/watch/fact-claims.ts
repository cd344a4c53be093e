import type { AccountEffect } from '../../facts/account-facts.ts';
import type { Digest } from '../../ports/digest.ts';
import type { StoredEvent } from '../../ports/event-store.ts';
import type { Row, RowKey } from '../../ports/projection-store.ts';
import { effectsOf } from '../../projections/account-effects.ts';
import { type AccountRow, accountKey, type EntryRow, entryKey } from '../../projections/balance-rows.ts';
import type { DeliveredFact } from '../../projections/projection.ts';
import type { StreamId } from '../../shared/stream-id.ts';
import { fixedTerms, withFixedTerms } from '../restore/account-terms.ts';
import { impliedEvents } from '../restore/implied-events.ts';

/** What the event store has to hold at a place, by what the log says. */
export type EventClaim = {
  readonly kind: 'event';
  readonly streamId: StreamId;
  readonly version: number;
  readonly hash: string;
  /** The hash of the text; of an account's event that a fact implies, of the text with fixed terms. */
  readonly textHash: string;
  readonly isPublished: boolean;
};

/** What the views have to hold of a version of an account, by what the log says. */
export type ViewClaim = {
  readonly kind: 'view';
  readonly ledger: string;
  readonly accountId: string;
  readonly version: number;
  readonly factId: string;
  readonly totals: readonly string[];
};

export type FactClaim = EventClaim | ViewClaim;

/** Whether a claim holds; what is absent may be on its way. */
export type Standing = 'holds' | 'absent' | 'differs';

/** All that a fact of the log says of the event store and of the views. */
export const claimsOf = (delivered: DeliveredFact, digest: Digest): readonly FactClaim[] => {
  const { streamId, version, hash, text, fact, factId } = delivered;
  const { ledger } = fact;
  return [
    { kind: 'event', streamId, version, hash, textHash: digest(text), isPublished: true },
    ...impliedEvents(delivered, digest).map(
      ({ textWith, ...implied }): EventClaim => ({
        kind: 'event',
        streamId: implied.streamId,
        version: implied.version,
        hash: implied.hash,
        textHash: digest(textWith(fixedTerms)),
        isPublished: false,
      }),
    ),
    ...effectsOf(fact).map(({ effect }): ViewClaim => {
      const { accountId, version: ofAccount } = effect;
      return { kind: 'view', ledger, accountId, version: ofAccount, factId, totals: totalsOf(effect) };
    }),
  ];
};

/** Whether what the event store has at the place of a claim is what was claimed. */
export const standingOfEvent = (claim: EventClaim, event: StoredEvent | undefined, digest: Digest): Standing => {
  if (event === undefined || event.version !== claim.version) return 'absent';
  const { text, hash, published } = event;
  const textHash = digest(claim.isPublished ? text : withFixedTerms(text));
  const isSame = hash === claim.hash && published === claim.isPublished && textHash === claim.textHash;
  return isSame ? 'holds' : 'differs';
};

/** The rows that tell whether a claim on the views holds. */
export const rowsOfView = ({ ledger, accountId, version }: ViewClaim): readonly RowKey[] => [
  entryKey(ledger, accountId, version),
  accountKey(ledger, accountId),
];

/**
 * Whether the views know the version from that fact, and have its totals while no later version has come. Rows are read
 * one by one: an account's row that is older than the entry's only was read too early.
 */
export const standingOfView = (
  { version, factId, totals }: ViewClaim,
  [entry, account]: readonly (Row | undefined)[],
): Standing => {
  if (entry === undefined || account === undefined) return 'absent';
  if ((entry.body as EntryRow).factId !== factId) return 'differs';
  const row = account.body as AccountRow;
  if (row.version < version) return 'absent';
  return row.version > version || totalsOf(row).join() === totals.join() ? 'holds' : 'differs';
};

type Totals = Pick<AccountEffect, 'debits' | 'credits' | 'heldDebits' | 'heldCredits'>;

// A fact leaves out held totals that are zero, the views write them.
const totalsOf = ({ debits, credits, heldDebits, heldCredits }: Totals): readonly string[] => [
  debits,
  credits,
  ...[heldDebits, heldCredits].map((held = '') => (/[1-9]/.test(held) ? held : '')),
];
