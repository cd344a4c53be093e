import type { TransferReason } from '../../../domain/facts/transfer-facts.ts';
import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import type { Transfer } from '../../../domain/transfers/transfer-state.ts';
import { undoTransfer } from '../../../domain/transfers/undo-transfer.ts';
import type { TransferDecision } from '../../commands/record-transfer-step.ts';
import { readsOf, type TransferStreams, transferHeadsOf } from '../../commands/transfer-streams.ts';
import { answerTo, lastErrorIn, onStreamsOf, recordDecision, type StepContext } from '../step-context.ts';
import { recallAfter } from './recall-payout.ts';

/**
 * Takes all back: voids the hold, if there is one, and ends the transfer. Where money has moved, it goes on instead.
 */
export const voidHold = async (context: StepContext): Promise<PayoutAnswer<'VoidHold'>> => {
  if (mayBeAtTheRail(context.transfer)) {
    const recalled = await recallAfter('Hold', context);
    if (recalled !== 'Recalled') return recalled;
  }
  const decision = onStreamsOf(context, (streams) => undoingOn(streams, reasonOf(context)));
  const outcome = await recordDecision(context, decision);
  return answerTo(outcome, 'TakenBack', { TransferSettled: 'Settled' });
};

// This execution came here from a step before the submission. Another one may have gone on, and be submitting now.
const mayBeAtTheRail = (transfer: Transfer): boolean =>
  (transfer.status === 'held' || transfer.status === 'submitted') && transfer.abandoned === null;

/** The decision that takes all back for a reason. */
export const undoingOn = (streams: TransferStreams, reason: TransferReason): TransferDecision => ({
  reads: readsOf(streams),
  decide: (heads, recording) =>
    undoTransfer({ holdId: streams.holdId, reason }, transferHeadsOf(heads, streams), recording),
});

const reasonOf = (context: StepContext): TransferReason => {
  if (context.transfer.status === 'inReview')
    return { code: 'ReviewTimedOut', detail: 'Nobody resolved the review in time.' };
  return lastErrorIn(context) ?? { code: 'StepFailed', detail: 'A step did not finish, and all was taken back.' };
};
