import type { RowKey } from '../ports/projection-store.ts';

const seenPartition = /^[^#]*#seen#/;

/** Where a consumer notes when it saw a fact of a transfer. */
export const seenKey = (ledger: string, transferId: string, factId: string): RowKey => ({
  partition: `${ledger}#seen#${transferId}`,
  sort: factId,
});

/** Whether a row only tells when something was seen, which no replay can make again. */
export const isSighting = ({ partition }: RowKey): boolean => seenPartition.test(partition);
