import type { TransferReason } from '../../../domain/facts/transfer-facts.ts';
import type { PayoutAnswer, PayoutStep } from '../../../domain/transfers/payout-saga.ts';
import type { Transfer } from '../../../domain/transfers/transfer-state.ts';
import { answerTo, failuresOf, lastErrorIn, record, type StepContext } from '../step-context.ts';

/**
 * Asks the rail to take the payout back. That the transfer is abandoned is recorded first, so that no later run of an
 * earlier step submits it again or goes on waiting.
 */
export const recallPayout = async (context: StepContext): Promise<PayoutAnswer<'RecallPayout'>> => {
  const { dependencies, transfer, transferId } = context;
  if (transfer.status === 'settled') return 'Settled';
  const abandoned = await record(context, { type: 'AbandonTransfer', error: errorOf(context) }, failedRun(context));
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
const failedRun = (context: StepContext): StepContext['run'] => {
  const name = failedStepOf(context.transfer);
  const begun = context.history.findLast(({ type }) => type !== 'TransferStepFailed');
  const startedAt = begun?.recordedAt ?? context.run.startedAt;
  return { name, startedAt, attempt: failuresOf(name, context.history) + 1 };
};
