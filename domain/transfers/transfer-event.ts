import type { RepairProposal, ScreeningRecord, TransferReason } from '../facts/transfer-facts.ts';
import type { Instant } from '../shared/instant.ts';
import type { TransferTerms } from './transfer-state.ts';

/** What happened to a transfer; each becomes one fact. */
export type TransferEvent =
  | { readonly type: 'TransferRequested'; readonly terms: TransferTerms; readonly requestedAt: Instant }
  /** `screening` is absent where a person released it from review. */
  | { readonly type: 'TransferScreened'; readonly screening?: ScreeningRecord }
  | { readonly type: 'TransferPlacedInReview'; readonly screening: ScreeningRecord }
  | { readonly type: 'TransferHeld'; readonly holdId: string }
  | { readonly type: 'TransferSubmitted' | 'TransferSettled'; readonly railReference: string }
  | { readonly type: 'TransferCaptured'; readonly entryId: string }
  | { readonly type: 'TransferReturned'; readonly entryId: string; readonly reason: TransferReason }
  /** `abandons`: nothing more is tried than to take all back. */
  | { readonly type: 'TransferStepFailed'; readonly error: TransferReason; readonly abandons: boolean }
  | { readonly type: 'TransferCompleted' }
  | { readonly type: 'TransferRefused' | 'TransferUndone' | 'TransferNeedsRepair'; readonly reason: TransferReason }
  | { readonly type: 'TransferRepairProposed'; readonly repair: RepairProposal }
  /** `entryId`: what was posted to make the books agree; null where nothing had to be. */
  | { readonly type: 'TransferRepaired'; readonly repair: RepairProposal; readonly entryId: string | null };
