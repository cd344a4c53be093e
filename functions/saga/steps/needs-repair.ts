import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { answerTo, lastErrorIn, record, type StepContext } from '../step-context.ts';

/** Hands the transfer to a person, with what failed last; the metric pages. */
export const needsRepair = async (context: StepContext): Promise<PayoutAnswer<'NeedsRepair'>> => {
  const reason = lastErrorIn(context) ?? { code: 'StepFailed', detail: 'A step that has to succeed did not finish.' };
  const answer = answerTo(await record(context, { type: 'HandOver', reason }), 'HandedOver');
  if (answer === 'HandedOver') context.dependencies.count('TransfersNeedRepair');
  return answer;
};
