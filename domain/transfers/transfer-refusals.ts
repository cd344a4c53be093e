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

/** The rail may have it, or get it yet: until that is ruled out, nothing is taken back. */
export const notAbandoned = refuse('TransferInProgress', 'The rail has not been asked to take the payout back.');

/** There is no review to resolve. */
export const notInReview = refuse('TransferNotInReview', 'The transfer is not in review.');

/** It can only go on. */
export const settled = refuse('TransferSettled', 'The rail has moved the money.');

/** Money has not moved. */
export const notSettled = (state: Transfer): Result<never, TransferRejection> =>
  hasEnded(state) ? ended(state) : refuse('TransferInProgress', 'The transfer has not been settled yet.');
