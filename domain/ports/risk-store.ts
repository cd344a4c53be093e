import type { ScreeningRecord, TransferSnapshot } from '../facts/transfer-facts.ts';
import type { Instant } from '../shared/instant.ts';

/** A transfer that is about to set funds aside. */
export type ScreenedTransfer = {
  readonly ledger: string;
  readonly transferId: string;
  readonly transfer: TransferSnapshot;
  readonly now: Instant;
};

/** What is known of the risk of accounts. Fails with TransientFailure. */
export type RiskStore = {
  /** Decides on a transfer from what its source account did before. It only reads, and may be asked again. */
  readonly screeningOf: (transfer: ScreenedTransfer) => Promise<ScreeningRecord>;
};
