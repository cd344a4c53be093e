import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { hasEnded } from '../../../domain/transfers/transfer-state.ts';
import { answerTo, record, type StepContext, transferNow } from '../step-context.ts';

/** Asks what is known of the source's risk, once: what was decided stays decided. */
export const screen = async (context: StepContext): Promise<PayoutAnswer<'Screen'>> => {
  const { dependencies, transfer, transferId, newest } = context;
  if (transfer.status === 'requested') {
    const { ledger } = newest;
    const now = dependencies.ledger.clock.now();
    const screening = await dependencies.riskStore.screeningOf({ ledger, transferId, transfer: newest.transfer, now });
    answerTo(await record(context, { type: 'RecordScreening', screening }), 'Screened');
  }
  const after = await transferNow(context);
  if (hasEnded(after)) return 'Ended';
  return after.status === 'inReview' ? 'InReview' : 'Released';
};
