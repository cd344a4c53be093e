import type { AccountId } from '../accounts/account.ts';
import type { RepairProposal, TransferReason } from '../facts/transfer-facts.ts';
import type { PositiveMoney } from '../money/money.ts';
import type { Instant } from '../shared/instant.ts';

/** What a transfer is for; fixed when it is requested. */
export type TransferTerms = {
  readonly kind: 'payout';
  readonly sourceAccountId: AccountId;
  readonly settlementAccountId: AccountId;
  readonly amount: PositiveMoney;
  /** A reference at the rail, never an account number or a name. */
  readonly destination: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
};

type Requested = { readonly terms: TransferTerms; readonly requestedAt: Instant };

/** Nothing has been set aside and nothing has moved. */
export type UnmovedTransfer = Requested & { readonly status: 'requested' | 'inReview' | 'screened' };

/** Funds are set aside; `abandoned` says why no more is tried than to take all back. */
export type HeldTransfer = Requested & {
  readonly status: 'held';
  readonly holdId: string;
  readonly abandoned: TransferReason | null;
};

/** The rail took it, and has not said that money moved. */
export type SubmittedTransfer = Requested & {
  readonly status: 'submitted';
  readonly holdId: string;
  readonly railReference: string;
  readonly abandoned: TransferReason | null;
};

/** Money moved in the outside world; `entryIds` is empty until the hold is captured. */
export type SettledTransfer = Requested & {
  readonly status: 'settled' | 'completed';
  readonly holdId: string;
  readonly railReference: string;
  readonly entryIds: readonly string[];
};

/**
 * It ended otherwise than asked for. `refused`: nothing moved; `undone`: all was taken back; `needsRepair`: unknown.
 */
export type FailedTransfer = Requested & {
  readonly status: 'refused' | 'undone' | 'needsRepair';
  readonly reason: TransferReason;
  readonly holdId: string | null;
  readonly railReference: string | null;
  readonly entryIds: readonly string[];
  /** Of one that needs repair, since somebody proposed how. */
  readonly proposed?: RepairProposal;
};

/** A transfer that exists. */
export type Transfer = UnmovedTransfer | HeldTransfer | SubmittedTransfer | SettledTransfer | FailedTransfer;

export type TransferState = { readonly status: 'absent' } | Transfer;

/** Whether the saga has nothing left to do. */
export const hasEnded = ({ status }: Transfer): boolean =>
  status === 'completed' || status === 'refused' || status === 'undone' || status === 'needsRepair';

/** Whether nothing has been set aside for it and nothing has moved. */
export const isUnmoved = ({ status }: Transfer): boolean =>
  status === 'requested' || status === 'inReview' || status === 'screened';
