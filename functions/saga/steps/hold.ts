import type { TransferReason } from '../../../domain/facts/transfer-facts.ts';
import { accepted } from '../../../domain/shared/result.ts';
import { holdTransfer } from '../../../domain/transfers/hold-transfer.ts';
import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { hasEnded } from '../../../domain/transfers/transfer-state.ts';
import { transferStateOf } from '../../../domain/transfers/transfer-stream.ts';
import type { TransferDecision } from '../../commands/record-transfer-step.ts';
import { readsOf, transferHeadsOf } from '../../commands/transfer-streams.ts';
import { fingerprintOf } from '../../runtime/fingerprint.ts';
import { answerTo, onStreamsOf, recordDecision, type StepContext, transferNow } from '../step-context.ts';
import { undoingOn } from './void-hold.ts';

/** What accounts say where funds cannot be set aside: the business says no, and nothing has moved. */
const businessRefuses: ReadonlySet<string> = new Set([
  'InsufficientFunds',
  'AccountFrozen',
  'AccountClosed',
  'UnknownAccount',
  'CurrencyMismatch',
]);

/** Sets the funds aside, or ends the transfer where that is refused. */
export const hold = async (context: StepContext): Promise<PayoutAnswer<'Hold'>> => {
  const decision = onStreamsOf(context, (streams) => {
    const { holdId } = streams;
    return {
      reads: readsOf(streams),
      decide: (heads, recording) =>
        holdTransfer({ holdId, fingerprint: fingerprintOf(holdId) }, transferHeadsOf(heads, streams), recording),
    };
  });
  const outcome = await recordDecision(context, decision);
  if (outcome.code !== 'Rejected' || !businessRefuses.has(outcome.rejection.code)) return answerTo(outcome, 'Held');
  const { code, detail } = outcome.rejection;
  answerTo(await recordDecision(context, refusing(context, { code, detail })), 'Ended');
  return hasEnded(await transferNow(context)) ? 'Ended' : 'Held';
};

/**
 * The decision that ends the transfer for a reason, unless its funds are set aside by now. An earlier run of this step
 * may still be at it when a later one was luckier, and the payout may be at the rail already.
 */
const refusing = (context: StepContext, reason: TransferReason): TransferDecision =>
  onStreamsOf(context, (streams) => {
    const undo = undoingOn(streams, reason);
    return {
      reads: undo.reads,
      decide: (heads, about) => {
        const state = transferStateOf(heads(streams.transfer));
        const goesOn = state.status === 'held' || state.status === 'submitted' || state.status === 'settled';
        return goesOn ? accepted([]) : undo.decide(heads, about);
      },
    };
  });
