import type { TransferReason } from '../../../domain/facts/transfer-facts.ts';
import type { PayoutAnswer, PayoutStep } from '../../../domain/transfers/payout-saga.ts';
import type { Transfer } from '../../../domain/transfers/transfer-state.ts';
import { answerTo, failuresOf, lastErrorIn, record, type StepContext } from '../step-context.ts';

/**
 * Asks the rail to take the payout back. That the transfer is abandoned is recorded first, so that no later run of an
 * earlier step submits it again or goes on waiting.
 */
export const recallPayout = (context: StepContext): Promise<PayoutAnswer<'RecallPayout'>> =>
  recallAfter(failedStepOf(context.transfer), context);

/** The same, where it is known which step failed. */
export const recallAfter = async (failed: PayoutStep, context: StepContext): Promise<PayoutAnswer<'RecallPayout'>> => {
  const { dependencies, transfer, transferId } = context;
  if (transfer.status === 'settled') return 'Settled';
  const error = errorOf(context);
  const abandoned = await record(context, { type: 'AbandonTransfer', error }, runOf(failed, context));
  const going = answerTo(abandoned, 'Abandoned', { TransferSettled: 'Settled' });
  if (going !== 'Abandoned') return going;
  const recalled = await dependencies.rail.recall(transferId);
  if (recalled.code === 'Recalled') return 'Recalled';
  const { railReference } = recalled;
  const submitted = answerTo(await record(context, { type: 'RecordSubmission', railReference }), 'Submitted');
  if (submitted === 'Ended') return 'Ended';
  return answerTo(await record(context, { type: 'RecordSettlement', railReference }), 'Settled');
};

const failedStepOf = ({ status }: Transfer): PayoutStep => (status === 'held' ? 'Submit' : 'AwaitSettlement');

const errorOf = (context: StepContext): TransferReason =>
  context.transfer.status === 'held'
    ? (lastErrorIn(context) ?? { code: 'SubmitFailed', detail: 'The rail did not answer.' })
    : { code: 'SettlementTimedOut', detail: 'The rail did not settle in time.' };

// What failed is the step before, which began when the newest fact but the failures was recorded.
const runOf = (name: PayoutStep, context: StepContext): StepContext['run'] => {
  const begun = context.history.findLast(({ type }) => type !== 'TransferStepFailed');
  const startedAt = begun?.recordedAt ?? context.run.startedAt;
  return { name, startedAt, attempt: failuresOf(name, context.history) + 1 };
};
