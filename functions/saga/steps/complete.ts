import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { answerTo, record, type StepContext } from '../step-context.ts';

/** Says that all is done. */
export const complete = async (context: StepContext): Promise<PayoutAnswer<'Complete'>> =>
  answerTo(await record(context, { type: 'CompleteTransfer' }), 'Completed');
