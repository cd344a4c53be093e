import { type Result, rejected } from '../shared/result.ts';
import type { TransferRejection } from './transfer-command.ts';
import { hasEnded, type Transfer } from './transfer-state.ts';

/** A refusal, for a reason in a sentence. */
export const refuse = (code: TransferRejection['code'], detail: string): Result<never, TransferRejection> =>
  rejected({ code, detail });

/** It ended, and not in the way that is asked for. */
export const ended = ({ status }: Transfer): Result<never, TransferRejection> =>
  refuse('TransferEnded', `The transfer has ended as ${status}.`);

/** Nobody has released it yet. */
export const notReleased = refuse('TransferInProgress', 'The transfer has not been released yet.');

/** It has not come so far that it could have been submitted. */
export const notHeld = refuse('TransferInProgress', 'Nothing is set aside for the transfer yet.');

/** The rail's word on it is ahead of the saga's own. */
export const notSubmitted = refuse('TransferInProgress', 'The transfer has not been recorded as submitted yet.');

/** Money has moved, and the books do not say so yet. */
export const notCaptured = refuse('TransferInProgress', 'The transfer has not been captured yet.');

/** Why a person has to look at a transfer that was taken back. */
export const settledTooLate = {
  code: 'SettledTooLate',
  detail: 'The rail says that money moved after all was taken back.',
};

/** The rail may have it, or get it yet: until that is ruled out, nothing is taken back. */
export const notAbandoned = refuse('TransferInProgress', 'The rail has not been asked to take the payout back.');

/** There is no review to resolve. */
export const notInReview = refuse('TransferNotInReview', 'The transfer is not in review.');

/** It can only go on. */
export const settled = refuse('TransferSettled', 'The rail has moved the money.');

/** Money has not moved. */
export const notSettled = (state: Transfer): Result<never, TransferRejection> =>
  hasEnded(state) ? ended(state) : refuse('TransferInProgress', 'The transfer has not been settled yet.');
