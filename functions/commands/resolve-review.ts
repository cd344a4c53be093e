import type { TransferCommand } from '../../domain/transfers/transfer-command.ts';
import { carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Command } from './command.ts';
import { onTransferAlone, type TransferOutcome } from './record-transfer-step.ts';
import { requestNaming } from './request-naming.ts';
import type { NewsDependencies } from './settle-transfer.ts';

/** What a person decided about a transfer in review. */
export type ResolveReviewBody = {
  readonly transferId: string;
  readonly resolution: 'release' | 'refuse';
  /** Why, without personal data. */
  readonly detail?: string;
};

/**
 * Records the resolution of a review, then ends the saga's waiting for it. `TransferNotInReview` where there is none.
 */
export const resolveReview = async (
  { ledger, waitingSteps }: NewsDependencies,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<ResolveReviewBody>,
): Promise<TransferOutcome> => {
  const { transferId, resolution } = body;
  const naming = requestNaming(ledger, { origin, key, operation: 'resolveReview', fingerprint, subject: transferId });
  const { reads, decide } = onTransferAlone(origin.ledger, transferId, commandOf(body));
  const plan = naming.plan(reads, (heads, now) =>
    decide(heads, { about: { transferId }, recording: { origin, now, digest: ledger.digest } }),
  );
  const recorded = await carryOut(plan, ledger, options);
  if (recorded.code === 'Recorded' || recorded.code === 'Unchanged') {
    const step = { ledger: origin.ledger, transferId, step: 'AwaitReview' } as const;
    await waitingSteps.answer(step, resolution === 'release' ? 'Released' : 'Ended');
  }
  return recorded;
};

const commandOf = ({ resolution, detail = 'Refused after a review.' }: ResolveReviewBody): TransferCommand =>
  resolution === 'release'
    ? { type: 'ReleaseFromReview' }
    : { type: 'RefuseInReview', reason: { code: 'ReviewRefused', detail } };
