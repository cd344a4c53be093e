import type * as z from 'zod';
import type { FactType } from '../../domain/facts/fact.ts';
import type {
  accountClosed1,
  accountClosed2,
  accountFrozen1,
  accountFrozen2,
  accountOpened1,
  accountOpened2,
  accountUnfrozen1,
  accountUnfrozen2,
} from './schemas/account.ts';
import type {
  holdAuthorized1,
  holdAuthorized2,
  holdCaptured1,
  holdCaptured2,
  holdExpired1,
  holdExpired2,
  holdVoided1,
  holdVoided2,
} from './schemas/hold.ts';
import type { journalEntryPosted1, journalEntryPosted2, journalEntryPosted3 } from './schemas/journal-entry.ts';

type Upcaster<Before, After> = (before: Before) => After;
type Upcast<Before extends z.ZodType, After extends z.ZodType> = Upcaster<z.output<Before>, z.output<After>>;

const valueDateAdded: Upcast<typeof journalEntryPosted1, typeof journalEntryPosted2> = (entry) => ({
  ...entry,
  schemaVersion: 2,
  valueDate: entry.effectiveDate,
});

// Accounts had no stripes before, so no id that was written is another now.
const entryMayNameStripes: Upcast<typeof journalEntryPosted2, typeof journalEntryPosted3> = (entry) => ({
  ...entry,
  schemaVersion: 3,
});

const mayNameStripes = <Before extends object>(fact: Before) => ({ ...fact, schemaVersion: 2 as const });
const unstriped = <Before extends object>(fact: Before) => ({ ...fact, schemaVersion: 2 as const, stripes: 1 });

/** By type, what makes version n + 1 of version n; the first makes version 2. */
export const upcasters = {
  JournalEntryPosted: [valueDateAdded, entryMayNameStripes],
  HoldAuthorized: [mayNameStripes satisfies Upcast<typeof holdAuthorized1, typeof holdAuthorized2>],
  HoldCaptured: [mayNameStripes satisfies Upcast<typeof holdCaptured1, typeof holdCaptured2>],
  HoldVoided: [mayNameStripes satisfies Upcast<typeof holdVoided1, typeof holdVoided2>],
  HoldExpired: [mayNameStripes satisfies Upcast<typeof holdExpired1, typeof holdExpired2>],
  AccountOpened: [unstriped satisfies Upcast<typeof accountOpened1, typeof accountOpened2>],
  AccountFrozen: [unstriped satisfies Upcast<typeof accountFrozen1, typeof accountFrozen2>],
  AccountUnfrozen: [unstriped satisfies Upcast<typeof accountUnfrozen1, typeof accountUnfrozen2>],
  AccountClosed: [unstriped satisfies Upcast<typeof accountClosed1, typeof accountClosed2>],
} as Readonly<Partial<Record<FactType, readonly Upcaster<never, unknown>[]>>>;
