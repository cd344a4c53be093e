import type { PayoutStep } from '../../domain/transfers/payout-saga.ts';
import { resolveReview } from '../../functions/commands/resolve-review.ts';
import { type SettleTransferBody, settleTransfer } from '../../functions/commands/settle-transfer.ts';
import { runStep } from '../../functions/saga/run-step.ts';
import { ledgerName, type PayoutWorld, payoutWorld } from './payout-world.ts';
import { origin } from './test-ledger.ts';

/** The newest status of a transfer. */
export const statusOf = async (world: PayoutWorld, transferId: string) =>
  (await world.factsOf(transferId)).at(-1)?.transfer.status;

/** Runs a step that answers by itself. */
export const callStep = (world: PayoutWorld, step: PayoutStep, transferId: string) =>
  runStep(world.dependencies, { step, ledger: ledgerName, transferId });

/** Lets a step wait with a token. */
export const waitIn = (
  world: PayoutWorld,
  step: 'AwaitReview' | 'AwaitSettlement',
  { transferId, token }: { readonly transferId: string; readonly token: string },
) => runStep(world.dependencies, { step, ledger: ledgerName, transferId, token });

/** A person resolves the review of a transfer. */
export const resolve = (world: PayoutWorld, transferId: string, resolution: 'release' | 'refuse') =>
  resolveReview(world, { origin, key: `resolve ${resolution}`, body: { transferId, resolution } });

/** The rail sends a notice of a transfer. */
export const tell = (
  world: PayoutWorld,
  transferId: string,
  outcome: SettleTransferBody['outcome'],
  key: string = outcome,
) => settleTransfer(world, { origin, key, body: { transferId, outcome, railReference: 'rail 1' } });

/** A payout that the bank has taken. */
export const submittedTo = async (destination: string) => {
  const world = await payoutWorld();
  const transferId = await world.request('one', destination);
  for (const step of ['Screen', 'Hold', 'Submit'] as const) await callStep(world, step, transferId);
  return { world, transferId };
};
