import type { HoldLifeFact } from '../facts/hold-facts.ts';
import type { TransferFact, TransferStatus } from '../facts/transfer-facts.ts';
import type { Due } from '../ports/projection-store.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { type HoldRow, holdKey, queueOf, type TransferRow, transferKey } from './balance-rows.ts';
import type { DeliveredFact, FoldStep } from './projection.ts';

/** A hold or a transfer that came so far ahead of its earlier versions is no real one. */
const versionsMissingMaximum = 10_000;

const ended: ReadonlySet<TransferStatus> = new Set(['completed', 'refused', 'undone', 'needsRepair']);

/** Keeps a hold as its newest fact tells it; in the queue while it is open and will expire. */
export const latestHold = ({ version }: DeliveredFact, { ledger, recordedAt, holdId, hold }: HoldLifeFact): FoldStep =>
  newest<HoldRow>(holdKey(ledger, holdId), { ...hold, holdId, version, recordedAt }, dueOfHold);

/** Keeps a transfer as its newest fact tells it; in the queue while it has not ended. */
export const latestTransfer = ({ version }: DeliveredFact, fact: TransferFact): FoldStep => {
  const { ledger, recordedAt, transferId, transfer } = fact;
  const row: TransferRow = { ...transfer, transferId, version, recordedAt };
  return newest(transferKey(ledger, transferId), row, dueOfTransfer);
};

const dueOfHold = ({ status, expiresAt }: HoldRow): Due | undefined => {
  const isOpen = status === 'authorized' || status === 'partiallyCaptured';
  return isOpen && expiresAt !== null ? { queue: queueOf('holds'), at: expiresAt } : undefined;
};

const dueOfTransfer = ({ status, recordedAt }: TransferRow): Due | undefined =>
  ended.has(status) ? undefined : { queue: queueOf('transfers'), at: recordedAt };

const newest = <LatestRow extends HoldRow | TransferRow>(
  key: FoldStep['reads'][number],
  row: LatestRow,
  dueOf: (row: LatestRow) => Due | undefined,
): FoldStep => ({
  reads: [key],
  apply: (rows) => {
    const after = latestOf(rows.get(key) as LatestRow | undefined, row);
    if (after !== undefined) rows.put(key, after, dueOf(after));
  },
});

// Undefined where this version was applied before.
const latestOf = <LatestRow extends HoldRow | TransferRow>(
  before: LatestRow | undefined,
  row: LatestRow,
): LatestRow | undefined => {
  const { version } = row;
  const next = before === undefined ? 0 : before.version + 1;
  const missing = before?.missing ?? [];
  if (version >= next) return withMissing(row, [...missing, ...versionsFrom(next, version)]);
  if (before === undefined || !missing.includes(version)) return undefined;
  return withMissing(
    before,
    missing.filter((one) => one !== version),
  );
};

const withMissing = <LatestRow extends HoldRow | TransferRow>(
  row: LatestRow,
  missing: readonly number[],
): LatestRow => {
  const { missing: _, ...without } = row;
  return (missing.length === 0 ? without : { ...without, missing }) as LatestRow;
};

const versionsFrom = (first: number, end: number): readonly number[] => {
  if (end - first > versionsMissingMaximum)
    throw new InvariantViolation(`${end - first} versions of a hold or a transfer are missing, more than there can be`);
  return Array.from({ length: end - first }, (_, index) => first + index);
};
