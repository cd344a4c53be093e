import type { RepairProposal, ScreeningRecord, TransferReason } from '../facts/transfer-facts.ts';
import type { Instant } from '../shared/instant.ts';
import type { Rejection } from '../shared/rejection.ts';
import type { TransferTerms } from './transfer-state.ts';

/** What may be asked of a transfer. All but the request come from its saga, the rail, or whoever reviews it. */
export type TransferCommand =
  | { readonly type: 'RequestTransfer'; readonly terms: TransferTerms; readonly now: Instant }
  | { readonly type: 'RecordScreening'; readonly screening: ScreeningRecord }
  /** A person lets it go on after a review, or not. */
  | { readonly type: 'ReleaseFromReview' }
  | { readonly type: 'RefuseInReview'; readonly reason: TransferReason }
  | { readonly type: 'RecordHold'; readonly holdId: string }
  | { readonly type: 'RecordSubmission' | 'RecordSettlement'; readonly railReference: string }
  | { readonly type: 'RecordCapture'; readonly entryId: string }
  | { readonly type: 'CompleteTransfer' }
  /** The rail gave the money back after all was completed; `entryId` takes it back into the books. */
  | { readonly type: 'RecordReturn'; readonly entryId: string; readonly reason: TransferReason }
  /** A step failed and will be tried again. */
  | { readonly type: 'RecordFailure'; readonly error: TransferReason }
  /** Nothing more is tried than to take all back. */
  | { readonly type: 'AbandonTransfer'; readonly error: TransferReason }
  /** Ends it before money moved. A hold, if there is one, is voided with it, in one DynamoDB transaction. */
  | { readonly type: 'UndoTransfer'; readonly reason: TransferReason }
  /** Hands it to a person, because what happened is not known or cannot be undone. */
  | { readonly type: 'HandOver'; readonly reason: TransferReason }
  /** The same, of a completed one whose money came back and cannot be taken into the books. */
  | { readonly type: 'HandOverReturn'; readonly reason: TransferReason }
  /** A person says what became of the money. A later proposal takes the place of an earlier one. */
  | { readonly type: 'ProposeRepair'; readonly repair: RepairProposal }
  /** Another person confirms just that. `entryId`: what is posted with it. */
  | {
      readonly type: 'ApproveRepair';
      readonly outcome: RepairProposal['outcome'];
      readonly approvedBy: string;
      readonly entryId: string | null;
    };

export type TransferRejection = Rejection<
  | 'TransferNotFound'
  /** It ended, and not in the way that is asked for. */
  | 'TransferEnded'
  /** It has not come so far yet. */
  | 'TransferInProgress'
  /** Money has moved outside, so it can only go on. */
  | 'TransferSettled'
  | 'TransferNotInReview'
  | 'TransferNotInRepair'
  /** There is no proposal, or another one than is approved. */
  | 'RepairNotProposed'
  /** It takes two people. */
  | 'ApprovedByProposer'
  /** Nothing was ever set aside for it, or nobody knows how the rail calls it: then it cannot have moved. */
  | 'RepairNotPossible'
  | 'SameAccount'
>;
