import type { AccountId, Side } from '../../../../domain/accounts/account.ts';
import type { ShownAccount } from '../../../../domain/audit/trail/shown-account.ts';
import { type ShownEntry, shownEntryOf } from '../../../../domain/audit/trail/shown-entry.ts';
import type { TrailContents, TrailExport } from '../../../../domain/audit/trail/trail-export.ts';
import type { JournalEntryPosted } from '../../../../domain/facts/journal-entry-posted.ts';
import type { CurrencyCode } from '../../../../domain/money/currency.ts';
import type { CalendarDate, Instant } from '../../../../domain/shared/instant.ts';

/*
 * A small trail: a bank's account and a seller's with opening balances, a fee account that was opened since, and an
 * account in dinars, which have three digits.
 */

const usd = 'USD' as CurrencyCode;

const accountOf = (id: string, more: Partial<ShownAccount>): ShownAccount => ({
  accountId: id as AccountId,
  name: id,
  type: 'liability',
  currency: usd,
  digits: 2,
  opening: { debits: 0n, credits: 0n },
  closing: { debits: 0n, credits: 0n },
  ...more,
});

export const shownAccount = accountOf('sellers:7', {
  name: 'Seller <7>',
  opening: { debits: 0n, credits: 1_000n },
  closing: { debits: 500n, credits: 10_710n },
});

export const exampleAccounts: readonly ShownAccount[] = [
  accountOf('assets:bank', {
    type: 'asset',
    opening: { debits: 1_000n, credits: 0n },
    closing: { debits: 11_000n, credits: 500n },
  }),
  accountOf('dinars', { type: 'asset', currency: 'KWD' as CurrencyCode, digits: 3 }),
  accountOf('income:fees', { type: 'income', closing: { debits: 0n, credits: 290n } }),
  shownAccount,
];

export const exampleContents: TrailContents = {
  policy: {
    format: 1,
    ledger: 'main',
    origin: 'quipu/test/main',
    mode: 'extract',
    asked: { from: null, to: null, accounts: null },
    covers: { firstIndex: 5, endIndex: 9, openingClose: 4, closingClose: 8 },
    keys: [],
  },
  openedAt: '2026-10-31T00:00:00.000Z' as Instant,
  closedAt: '2026-11-30T00:00:00.000Z' as Instant,
  accounts: exampleAccounts,
};

type Leg = readonly [accountId: string, side: Side, amount: string];

const factOf = (entryId: string, legs: readonly Leg[], more: Partial<JournalEntryPosted>): JournalEntryPosted => ({
  type: 'JournalEntryPosted',
  schemaVersion: 3,
  ledger: 'main',
  actor: 'user-7',
  recordedAt: '2026-11-23T10:00:00.002Z' as Instant,
  entryId,
  description: 'Card payment; 991',
  effectiveDate: '2026-11-23' as CalendarDate,
  valueDate: '2026-11-25' as CalendarDate,
  metadata: {},
  fingerprint: '',
  postings: legs.map(([accountId, side, amount]) => ({
    ...{ accountId: accountId as AccountId, side, amount, currency: 'USD' },
    ...{ accountType: 'asset', version: 1, previousHash: '', debits: '0.00', credits: '0.00' },
  })),
  ...more,
});

const facts: readonly JournalEntryPosted[] = [
  factOf(
    'jen_1',
    [
      ['assets:bank', 'debit', '100.00'],
      ['sellers:7', 'credit', '97.10'],
      ['income:fees', 'credit', '2.90'],
    ],
    {},
  ),
  factOf(
    'jen_2',
    [
      ['sellers:7', 'debit', '5.00'],
      ['assets:bank', 'credit', '5.00'],
    ],
    {
      description: '=Payout "1", \\',
      effectiveDate: '1950-01-01' as CalendarDate,
      transferId: 'trf_1',
      holdId: 'hld_1',
    },
  ),
];

/** The entries of the example, of which a trail of some accounts shows some postings. */
export const exampleEntries = (accounts: readonly ShownAccount[] = exampleAccounts): readonly ShownEntry[] => {
  const shown = new Map<string, ShownAccount>(accounts.map((account) => [account.accountId, account]));
  return facts.map((fact, position) => shownEntryOf(5 + position, fact, shown));
};

/** What an export makes of the example, by path. */
export const filesOf = (
  { begin, add, end }: TrailExport,
  entries: readonly ShownEntry[] = exampleEntries(),
): Readonly<Record<string, string>> => {
  const files: Record<string, { front: string; rest: string }> = {};
  for (const { path, text, isInFront } of [...begin(), ...entries.flatMap((entry) => [...add(entry)]), ...end()]) {
    files[path] ??= { front: '', rest: '' };
    files[path][isInFront === true ? 'front' : 'rest'] += text;
  }
  return Object.fromEntries(Object.entries(files).map(([path, { front, rest }]) => [path, `${front}${rest}`]));
};
