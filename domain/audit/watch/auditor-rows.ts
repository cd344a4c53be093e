import type { RowKey } from '../../ports/projection-store.ts';
import type { Instant } from '../../shared/instant.ts';
import type { FactClaim } from './fact-claims.ts';
import type { WatchedConsumer } from './watched-consumers.ts';

/** How far the standing auditor has walked a ledger's log, and what it has added up on the way. */
export type PositionRow = {
  /** The first place that it has not looked at; a segment begins there. */
  readonly next: number;
  /** Posted debits and credits by currency, as decimal text. */
  readonly sums: Readonly<Record<string, CurrencySums>>;
};

export type CurrencySums = { readonly debits: string; readonly credits: string };

/** When the auditor last came to the end of its work on a ledger, and where it is in its round of all accounts. */
export type RoundRow = {
  readonly checkedAt: Instant;
  /** The account that was looked at last in this round; null between two rounds. */
  readonly after: string | null;
  /** When the last round ended, and how far the log was walked by then. */
  readonly endedAt: Instant;
  readonly endedNext: number;
};

/** Something that is not as it should be, or not yet. */
export type Doubt =
  | FactClaim
  | { readonly kind: 'tally'; readonly minute: string; readonly consumer: WatchedConsumer }
  /** The newest event of an account came from a fact that is not in the log. */
  | { readonly kind: 'head'; readonly accountId: string; readonly factId: string }
  | { readonly kind: 'trialBalance'; readonly currency: string };

export type DoubtRow = {
  readonly doubt: Doubt;
  readonly since: Instant;
  /** How often it was found so. */
  readonly seen: number;
};

export const positionKey = (ledger: string): RowKey => ({ partition: `${ledger}#auditor`, sort: 'position' });

export const roundKey = (ledger: string): RowKey => ({ partition: `${ledger}#auditor`, sort: 'round' });

/** Where the tallies are kept that the log gives each consumer to expect of a minute. */
export const expectedKey = (ledger: string, minute: string): RowKey => ({
  partition: `${ledger}#expected`,
  sort: minute,
});

export const doubtsOf = (ledger: string): string => `${ledger}#doubts`;

export const doubtKey = (ledger: string, doubt: Doubt): RowKey => ({
  partition: doubtsOf(ledger),
  sort: `${doubt.kind} ${subjectOf(doubt)}`,
});

const subjectOf = (doubt: Doubt): string => {
  switch (doubt.kind) {
    case 'event':
      return `${doubt.streamId}@${doubt.version}`;
    case 'view':
      return `${doubt.accountId}@${doubt.version}`;
    case 'tally':
      return `${doubt.minute} ${doubt.consumer}`;
    case 'head':
      return `${doubt.accountId} ${doubt.factId}`;
    default:
      return doubt.currency;
  }
};

/** How long a doubt of each kind may stand before it is one for people, in seconds. */
export const doubtPatienceSeconds = {
  event: 0,
  view: 300,
  tally: 300,
  head: 300,
  trialBalance: 300,
} as const satisfies Readonly<Record<Doubt['kind'], number>>;

/** The totals of the views are read while they move, so once is no proof. */
export const trialBalanceSightingsMinimum = 3;
