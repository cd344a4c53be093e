import type { Side } from '../../accounts/account.ts';
import type { JournalEntryPosted } from '../../facts/journal-entry-posted.ts';
import type { CalendarDate, Instant } from '../../shared/instant.ts';
import { type MinorUnits, minorUnitsOf } from './minor-units.ts';
import type { ShownAccount } from './shown-account.ts';
import { exportDate } from './trail-date.ts';

/** A posting on an account that the trail shows. */
export type ShownPosting = {
  /** Its place among all postings of the entry, from 1. */
  readonly line: number;
  readonly account: ShownAccount;
  readonly side: Side;
  /** Without a sign, with exactly the digits of the account's currency. */
  readonly amount: string;
  /** A debit's amount, or that of a credit below zero. */
  readonly signed: MinorUnits;
};

/** A journal entry as the exports of a trail show it. */
export type ShownEntry = {
  /** In the log, from 0. */
  readonly index: number;
  readonly entryId: string;
  readonly description: string;
  readonly actor: string;
  readonly source: 'transfer' | 'hold' | 'entry';
  readonly recordedAt: Instant;
  readonly effectiveDate: CalendarDate;
  /** The effective date as exports can say it. */
  readonly date: CalendarDate;
  readonly valueDate: CalendarDate;
  readonly postings: readonly ShownPosting[];
};

/** The entry, with its postings on those of the accounts. Throws InvariantViolation where an amount is none. */
export const shownEntryOf = (
  index: number,
  fact: JournalEntryPosted,
  accounts: ReadonlyMap<string, ShownAccount>,
): ShownEntry => ({
  index,
  entryId: fact.entryId,
  description: fact.description,
  actor: fact.actor,
  source: sourceOf(fact),
  recordedAt: fact.recordedAt,
  effectiveDate: fact.effectiveDate,
  date: exportDate(fact.effectiveDate),
  valueDate: fact.valueDate,
  postings: fact.postings.flatMap(({ accountId, side, amount }, position) => {
    const account = accounts.get(accountId);
    if (account === undefined) return [];
    const units = minorUnitsOf(amount, account.digits);
    return [{ line: position + 1, account, side, amount, signed: side === 'debit' ? units : -units }];
  }),
});

const sourceOf = ({ transferId, holdId }: JournalEntryPosted): ShownEntry['source'] => {
  if (transferId !== undefined) return 'transfer';
  return holdId === undefined ? 'entry' : 'hold';
};
