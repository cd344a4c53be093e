import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { answerTo, record, type StepContext } from '../step-context.ts';

/** Gives the payout to the rail, under the transfer's id, on which the rail acts once. */
export const submit = async (context: StepContext): Promise<PayoutAnswer<'Submit'>> => {
  const { dependencies, transfer, transferId: reference, newest } = context;
  if (transfer.status !== 'held') return 'Submitted';
  if (transfer.abandoned !== null) return 'Abandoned';
  const { amount, destination } = transfer.terms;
  const submitted = await dependencies.rail.submit({ reference, ledger: newest.ledger, amount, destination });
  if (submitted.code === 'Accepted') {
    const { railReference } = submitted;
    return answerTo(await record(context, { type: 'RecordSubmission', railReference }), 'Submitted');
  }
  const error = { code: 'RailRefused', detail: submitted.detail };
  const abandoned = await record(context, { type: 'AbandonTransfer', error });
  return answerTo(abandoned, 'Refused', { TransferSettled: 'Submitted' });
};
