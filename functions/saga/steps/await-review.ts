import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { hasEnded } from '../../../domain/transfers/transfer-state.ts';
import { type StepContext, transferNow } from '../step-context.ts';

/** Waits for a person. The token is kept before looking, so that a resolution that comes in between finds it. */
export const awaitReview = async (
  context: StepContext,
  token: string,
): Promise<PayoutAnswer<'AwaitReview'> | undefined> => {
  const step = { ledger: context.newest.ledger, transferId: context.transferId, step: 'AwaitReview' } as const;
  await context.dependencies.waitingSteps.wait(step, token);
  const transfer = await transferNow(context);
  if (hasEnded(transfer)) return 'Ended';
  return transfer.status === 'inReview' ? undefined : 'Released';
};
