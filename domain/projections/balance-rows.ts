import type { AccountId, AccountType, Side } from '../accounts/account.ts';
import { isStripeId, wholeIdOf } from '../accounts/stripe.ts';
import type { AccountStatus } from '../facts/account-facts.ts';
import type { HoldSnapshot } from '../facts/hold-facts.ts';
import type { TransferSnapshot } from '../facts/transfer-facts.ts';
import type { RowKey } from '../ports/projection-store.ts';

/** Totals of an account in decimal text of its currency. */
export type TotalsText = {
  readonly debits: string;
  readonly credits: string;
  readonly heldDebits: string;
  readonly heldCredits: string;
};

/** An account as far as its facts have come; what only its opening tells is null until that has come. */
export type AccountRow = TotalsText & {
  readonly accountId: string;
  readonly type: AccountType;
  readonly normalSide: Side;
  readonly currency: string;
  readonly name: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: AccountStatus;
  readonly floor: string | null;
  /** Of a striped account: how many stripes it has, which are rows of their own and alone have money. */
  readonly stripes?: number;
  /** The version that status and floor are from; 0 before any. */
  readonly statusVersion: number;
  readonly openedAt: string | null;
  /** The newest version seen: totals and `recordedAt` are from it. */
  readonly version: number;
  readonly recordedAt: string;
  /** How many versions were applied; less than `version` while some are missing. */
  readonly applied: number;
  /** The newest effective date that entries counted for; earlier ones are rows of their own, see `dayKey`. */
  readonly newestDay: DaySums | null;
};

export type DaySums = { readonly date: string; readonly sums: SumsRow };

/**
 * What one version of an account came from. There is one for each version: it is the mark that the version was
 * applied.
 */
export type EntryRow = EntryOfJournal | EntryOfOther;

type EntryCommon = {
  readonly accountId: string;
  readonly version: number;
  readonly factId: string;
  readonly recordedAt: string;
};

export type EntryOfJournal = EntryCommon & {
  readonly kind: 'entry';
  readonly entryId: string;
  readonly currency: string;
  /** The postings on this account, in the order of the entry. */
  readonly postings: readonly { readonly side: Side; readonly amount: string }[];
  readonly effectiveDate: string;
  readonly valueDate: string;
  readonly description: string;
  readonly balanceAfter: { readonly posted: string; readonly pending: string; readonly available: string };
};

/** A hold's change or a fact of the account's own life. */
export type EntryOfOther = EntryCommon & { readonly kind: 'hold' | 'account'; readonly type: string };

/** Sums of postings: of some accounts in a currency, or of one account on a day. */
export type SumsRow = {
  readonly currency: string;
  readonly debits: string;
  readonly credits: string;
  /** When the newest of the entries in it was recorded. */
  readonly recordedAt: string;
};

/** An account of which versions are missing, and when the first fact that showed it was recorded. */
export type GapRow = {
  readonly accountId: string;
  readonly version: number;
  readonly applied: number;
  readonly since: string;
  /** The versions that were applied although one before them is missing, lowest first. */
  readonly ahead: readonly VersionRun[];
};

/** Versions one after the other, and when the first of them was recorded. */
export type VersionRun = { readonly first: number; readonly last: number; readonly since: string };

export type HoldRow = HoldSnapshot & LatestRow & { readonly holdId: string };

export type TransferRow = TransferSnapshot & LatestRow & { readonly transferId: string };

/** What is kept of a stream by its newest event alone. */
type LatestRow = {
  readonly version: number;
  readonly recordedAt: string;
  /** Earlier versions that have not come; absent where all have. It is the mark that the others were applied. */
  readonly missing?: readonly number[];
};

/** Writers of different accounts meet on fewer of these rows; a trial balance adds them up. */
export const totalsBuckets = 4;

const versionDigits = 12;

/** Where an account is; stripes are apart from the accounts that are listed. */
export const accountKey = (ledger: string, accountId: string): RowKey => ({
  partition: isStripeId(accountId) ? stripesOf(ledger, accountId) : `${ledger}#accounts`,
  sort: accountId,
});

/** Where the stripes of an account are. */
export const stripesOf = (ledger: string, accountId: string): string =>
  `${ledger}#stripes#${wholeIdOf(accountId as AccountId)}`;

export const entryKey = (ledger: string, accountId: string, version: number): RowKey => ({
  partition: `${ledger}#entries#${accountId}`,
  sort: String(version).padStart(versionDigits, '0'),
});

export const totalsKey = (ledger: string, currency: string, accountId: string): RowKey => ({
  partition: `${ledger}#totals`,
  sort: `${currency}#${bucketOf(accountId)}`,
});

export const dayKey = (ledger: string, accountId: string, effectiveDate: string): RowKey => ({
  partition: daysOf(ledger, accountId),
  sort: effectiveDate,
});

/** The days of an account but for its newest, which is in the account's own row. */
export const daysOf = (ledger: string, accountId: string): string => `${ledger}#days#${accountId}`;

export const gapKey = (ledger: string, accountId: string): RowKey => ({ partition: `${ledger}#gaps`, sort: accountId });

export const holdKey = (ledger: string, holdId: string): RowKey => ({ partition: `${ledger}#holds`, sort: holdId });

export const transferKey = (ledger: string, transferId: string): RowKey => ({
  partition: `${ledger}#transfers`,
  sort: transferId,
});

/**
 * The queues of the views table, by what waits in them. One holds the rows of all ledgers, since one sweeper looks
 * through it.
 */
export const queueOf = (waiting: 'gaps' | 'holds' | 'transfers'): string => waiting;

// Only a spread is needed, and the same one for ever: a sum of the characters modulo the buckets.
const bucketOf = (accountId: string): number =>
  [...accountId].reduce((sum, character) => sum + character.charCodeAt(0), 0) % totalsBuckets;
