import * as z from 'zod';
import { effect, keptEffect } from './account.ts';
import { header } from './header.ts';
import { dateText, decimalText, metadataMap } from './texts.ts';

const posting = z.strictObject({ ...effect, side: z.enum(['debit', 'credit']), amount: decimalText });

/** Entries were first written without a value date: funds were available on the effective date. */
export const journalEntryPosted1 = z.strictObject({
  ...header,
  type: z.literal('JournalEntryPosted'),
  schemaVersion: z.literal(1),
  entryId: z.string(),
  description: z.string(),
  effectiveDate: dateText,
  postings: z.array(posting).min(2).readonly(),
  metadata: metadataMap,
  fingerprint: z.string(),
  holdId: z.exactOptional(z.string()),
  transferId: z.exactOptional(z.string()),
});

export const journalEntryPosted2 = journalEntryPosted1.extend({ schemaVersion: z.literal(2), valueDate: dateText });

/** Before that, accounts had no stripes. */
export const journalEntryPosted3 = journalEntryPosted2.extend({
  schemaVersion: z.literal(3),
  postings: z.array(posting.extend(keptEffect)).min(2).readonly(),
});
