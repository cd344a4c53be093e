import * as z from 'zod';

/*
 * What the checks rely on in answers, written down apart from the schemas that the API is made of. Amounts stay text
 * until their currency is known.
 */

const side = z.enum(['debit', 'credit']);
const version = z.int().nonnegative();
const balances = { posted: z.string(), pending: z.string(), available: z.string() };
const totals = { ...balances, held: z.string(), debits: z.string(), credits: z.string() };

export const accountAnswer = z.object({
  id: z.string(),
  type: z.enum(['asset', 'expense', 'liability', 'equity', 'income']),
  currency: z.string(),
  status: z.enum(['open', 'frozen', 'closed']),
  floor: z.string().nullable(),
  version,
  balance: z.object(totals),
  openedAt: z.string(),
});
export type AccountAnswer = z.infer<typeof accountAnswer>;

export const balanceAnswer = z.object({ accountId: z.string(), currency: z.string(), version, ...totals });
export type BalanceAnswer = z.infer<typeof balanceAnswer>;

export const entryAnswer = z.object({
  id: z.string(),
  recordedAt: z.string(),
  effectiveDate: z.string(),
  description: z.string(),
  postings: z.array(
    z.object({
      accountId: z.string(),
      side,
      amount: z.string(),
      currency: z.string(),
      accountVersion: version,
      balanceAfter: z.object(balances),
    }),
  ),
  holdId: z.string().nullable(),
  transferId: z.string().nullable(),
});
export type EntryAnswer = z.infer<typeof entryAnswer>;

export const holdAnswer = z.object({
  id: z.string(),
  status: z.enum(['authorized', 'partiallyCaptured', 'captured', 'voided', 'expired']),
  accountId: z.string(),
  destinationAccountId: z.string(),
  side,
  amount: z.string(),
  captured: z.string(),
  remaining: z.string(),
  currency: z.string(),
  authorizedAt: z.string(),
  expiresAt: z.string().nullable(),
  transferId: z.string().nullable(),
  recordedAt: z.string(),
});
export type HoldAnswer = z.infer<typeof holdAnswer>;

export const transferAnswer = z.object({
  id: z.string(),
  status: z.string(),
  reason: z.object({ code: z.string() }).nullable(),
  sourceAccountId: z.string(),
  settlementAccountId: z.string(),
  amount: z.string(),
  currency: z.string(),
  destination: z.string(),
  holdId: z.string().nullable(),
  entryIds: z.array(z.string()),
});
export type TransferAnswer = z.infer<typeof transferAnswer>;

export const accountsPage = z.object({ items: z.array(accountAnswer), nextCursor: z.string().nullable() });

export const entriesPage = z.object({
  items: z.array(
    z.object({
      entryId: z.string(),
      side,
      amount: z.string(),
      currency: z.string(),
      effectiveDate: z.string(),
      recordedAt: z.string(),
      description: z.string(),
      accountVersion: version,
      balanceAfter: z.object(balances),
    }),
  ),
  upToVersion: version,
  nextCursor: z.string().nullable(),
});
export type ListedPosting = z.infer<typeof entriesPage>['items'][number];

export const trialBalanceAnswer = z.object({
  currencies: z.array(
    z.object({ currency: z.string(), debits: z.string(), credits: z.string(), difference: z.string() }),
  ),
  accounts: z.array(z.object({ accountId: z.string(), currency: z.string(), debits: z.string(), credits: z.string() })),
});

export const healthAnswer = z.object({ consumers: z.record(z.string(), z.object({ parked: version })) });

export const checkpointAnswer = z.object({ size: z.int().positive(), checkpoint: z.string() });

export const proofsAnswer = z.object({
  factId: z.string(),
  proofs: z.array(z.object({ index: version, entry: z.string(), proof: z.string() })),
});
