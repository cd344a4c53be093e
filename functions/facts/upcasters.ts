import type * as z from 'zod';
import type { FactType } from '../../domain/facts/fact.ts';
import type { journalEntryPosted1, journalEntryPosted2 } from './schemas/journal-entry.ts';

type Upcaster<Before, After> = (before: Before) => After;

const valueDateAdded: Upcaster<z.output<typeof journalEntryPosted1>, z.output<typeof journalEntryPosted2>> = (
  entry,
) => ({
  ...entry,
  schemaVersion: 2,
  valueDate: entry.effectiveDate,
});

/** By type, what makes version n + 1 of version n; the first makes version 2. */
export const upcasters: Readonly<Partial<Record<FactType, readonly Upcaster<never, unknown>[]>>> = {
  JournalEntryPosted: [valueDateAdded],
};
