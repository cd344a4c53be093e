import type { HoldLifeFact } from '../facts/hold-facts.ts';
import type { TransferFact, TransferStatus } from '../facts/transfer-facts.ts';
import type { Due } from '../ports/projection-store.ts';
import { type HoldRow, holdKey, queueOf, type TransferRow, transferKey } from './balance-rows.ts';
import type { DeliveredFact, FoldStep } from './projection.ts';

const ended: ReadonlySet<TransferStatus> = new Set(['completed', 'refused', 'undone', 'needsRepair']);

/** Keeps a hold as its newest fact tells it; in the queue while it is open and will expire. */
export const latestHold = (
  { version }: DeliveredFact,
  { ledger, recordedAt, holdId, hold }: HoldLifeFact,
): FoldStep => {
  const row: HoldRow = { ...hold, holdId, version, recordedAt };
  const isOpen = hold.status === 'authorized' || hold.status === 'partiallyCaptured';
  const due = isOpen && hold.expiresAt !== null ? { queue: queueOf('holds'), at: hold.expiresAt } : undefined;
  return newest(holdKey(ledger, holdId), row, due);
};

/** Keeps a transfer as its newest fact tells it; in the queue while it has not ended. */
export const latestTransfer = ({ version }: DeliveredFact, fact: TransferFact): FoldStep => {
  const { ledger, recordedAt, transferId, transfer } = fact;
  const row: TransferRow = { ...transfer, transferId, version, recordedAt };
  const due = ended.has(transfer.status) ? undefined : { queue: queueOf('transfers'), at: recordedAt };
  return newest(transferKey(ledger, transferId), row, due);
};

const newest = (key: FoldStep['reads'][number], row: HoldRow | TransferRow, due: Due | undefined): FoldStep => ({
  reads: [key],
  apply: (rows) => {
    const before = rows.get(key) as HoldRow | TransferRow | undefined;
    if (before !== undefined && before.version >= row.version) return;
    rows.put(key, row, due);
  },
});
