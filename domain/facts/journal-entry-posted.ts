import type { Side } from '../accounts/account.ts';
import type { CalendarDate } from '../shared/instant.ts';
import type { AccountEffect } from './account-facts.ts';
import type { FactHeader } from './origin.ts';

/** A posting with what it did to its account. Several postings on one account carry the same effect. */
export type PostedPosting = AccountEffect & { readonly side: Side; readonly amount: string };

/** A whole journal entry: no consumer can ever see half of one. */
export type JournalEntryPosted = FactHeader & {
  readonly type: 'JournalEntryPosted';
  readonly schemaVersion: 3;
  readonly entryId: string;
  readonly description: string;
  readonly effectiveDate: CalendarDate;
  readonly valueDate: CalendarDate;
  readonly postings: readonly PostedPosting[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  /** The hold that it captures, and the transfer that it belongs to. */
  readonly holdId?: string;
  readonly transferId?: string;
};
