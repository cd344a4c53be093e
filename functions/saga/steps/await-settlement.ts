import type { PayoutAnswer } from '../../../domain/transfers/payout-saga.ts';
import { hasEnded } from '../../../domain/transfers/transfer-state.ts';
import { type StepContext, transferNow } from '../step-context.ts';

/** Waits for the rail. The token is kept before looking, so that a notice that comes in between finds it. */
export const awaitSettlement = async (
  context: StepContext,
  token: string,
): Promise<PayoutAnswer<'AwaitSettlement'> | undefined> => {
  const step = { ledger: context.newest.ledger, transferId: context.transferId, step: 'AwaitSettlement' } as const;
  await context.dependencies.waitingSteps.wait(step, token);
  const transfer = await transferNow(context);
  if (transfer.status === 'settled') return 'Settled';
  if (hasEnded(transfer)) return 'Ended';
  return 'abandoned' in transfer && transfer.abandoned !== null ? 'NotSettled' : undefined;
};
