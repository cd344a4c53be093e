import type { AccountId } from '../accounts/account.ts';
import type { Instant } from '../shared/instant.ts';
import type { FactHeader } from './origin.ts';

export type TransferStatus =
  | 'requested'
  | 'screened'
  | 'inReview'
  | 'held'
  | 'submitted'
  | 'settled'
  | 'completed'
  | 'refused'
  | 'undone'
  | 'needsRepair';

export type TransferReason = { readonly code: string; readonly detail: string };

/** A transfer as it stands after a fact; `amount` is decimal text in `currency`. */
export type TransferSnapshot = {
  readonly kind: 'payout';
  readonly status: TransferStatus;
  readonly sourceAccountId: AccountId;
  readonly settlementAccountId: AccountId;
  readonly currency: string;
  readonly amount: string;
  /** A reference at the rail, never an account number or a name. */
  readonly destination: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly requestedAt: Instant;
  readonly reason: TransferReason | null;
  readonly holdId: string | null;
  readonly entryIds: readonly string[];
  readonly railReference: string | null;
};

export type TransferFactType =
  | 'TransferRequested'
  | 'TransferScreened'
  | 'TransferPlacedInReview'
  | 'TransferHeld'
  | 'TransferSubmitted'
  | 'TransferSettled'
  | 'TransferReturned'
  | 'TransferCaptured'
  | 'TransferStepFailed'
  | 'TransferCompleted'
  | 'TransferRefused'
  | 'TransferUndone'
  | 'TransferNeedsRepair'
  | RepairFactType;

type RepairFactType = 'TransferRepairProposed' | 'TransferRepaired';

/** One moment of a transfer's history. */
export type TransferFact =
  | TransferMoment<Exclude<TransferFactType, RepairFactType>>
  | (TransferMoment<RepairFactType> & { readonly repair: RepairProposal });

type TransferMoment<Type extends TransferFactType> = FactHeader & {
  readonly type: Type;
  readonly schemaVersion: 1;
  readonly transferId: string;
  readonly transfer: TransferSnapshot;
  readonly previousHash: string;
  /** The saga's step that recorded it, when it began and which attempt it was, from 1; absent on the request. */
  readonly step?: { readonly name: string; readonly startedAt: Instant; readonly attempt: number };
  /** Of the request only. */
  readonly fingerprint?: string;
  /** Of a failed step: why. */
  readonly error?: TransferReason;
  /** Of a screening: what was decided, and from what. */
  readonly screening?: ScreeningRecord;
};

/** What one person found out of a transfer that needs repair, and another person has to confirm. */
export type RepairProposal = {
  /** Where the money finally is. `moved`: the rail paid it out; `notMoved`: it did not, or has given it back. */
  readonly outcome: 'moved' | 'notMoved';
  /** The rail's reference; of a payout that moved. */
  readonly railReference: string | null;
  /** How that is known, without personal data. */
  readonly detail: string;
  readonly proposedBy: string;
};

/** A risk decision with the reasons and the features (numbers as decimal text) that led to it. */
export type ScreeningRecord = {
  readonly outcome: 'approve' | 'review' | 'block';
  readonly reasons: readonly string[];
  readonly features: Readonly<Record<string, string>>;
};
