import type { TransferReason } from '../../domain/facts/transfer-facts.ts';
import type { WaitingSteps } from '../../domain/ports/waiting-steps.ts';
import type { Transfer } from '../../domain/transfers/transfer-state.ts';
import { transferStateOf } from '../../domain/transfers/transfer-stream.ts';
import { carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { loadTransfer } from './load-transfer.ts';
import {
  onTransferAlone,
  planOf,
  recordTransferStep,
  type TransferDecision,
  type TransferOutcome,
} from './record-transfer-step.ts';
import { requestNaming } from './request-naming.ts';
import { takeBackReturn } from './take-back-return.ts';
import { onTransferStreams } from './transfer-streams.ts';

/** What the rail tells of a payout that it took. */
export type SettleTransferBody = {
  readonly transferId: string;
  /** `settled`: money moved; `refused`: it will not; `returned`: it moved, and came back. */
  readonly outcome: 'settled' | 'refused' | 'returned';
  readonly railReference: string;
  /** Why it was refused or returned, as the rail says, without personal data. */
  readonly detail?: string;
};

export type NewsDependencies = { readonly ledger: Ledger; readonly waitingSteps: WaitingSteps };

/**
 * Records what the rail tells of a payout, then ends the saga's waiting for it. The notice may come repeatedly, before
 * the saga waits, or after it has given up. `TransferInProgress` means: send it again later.
 */
export const settleTransfer = async (
  { ledger, waitingSteps }: NewsDependencies,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<SettleTransferBody>,
): Promise<TransferOutcome> => {
  const { transferId, outcome, railReference } = body;
  const loaded = await loadTransfer(ledger, { ledger: origin.ledger, transferId });
  if (loaded === undefined)
    return { code: 'Rejected', rejection: { code: 'TransferNotFound', detail: 'There is no such transfer.' } };
  // The notice proves that the rail took the payout, even where the rail's answer to the saga is still on its way.
  if (outcome === 'settled' && loaded.transfer.status === 'held' && options.dryRun !== true) {
    const command = { type: 'RecordSubmission', railReference } as const;
    const about = { origin, about: { transferId } };
    await recordTransferStep(ledger, about, onTransferAlone(origin.ledger, transferId, command));
  }
  const naming = requestNaming(ledger, { origin, key, operation: 'settleTransfer', fingerprint, subject: transferId });
  const decision = decisionOf(ledger, { ...body, ledger: origin.ledger, fingerprint }, loaded.transfer);
  const plan = planOf(decision, ({ reads, decide }) =>
    naming.plan(reads, (heads, now) =>
      decide(heads, { about: { transferId }, recording: { origin, now, digest: ledger.digest } }),
    ),
  );
  const recorded = await carryOut(plan, ledger, options);
  if (recorded.code === 'Recorded' || recorded.code === 'Unchanged')
    await waitingSteps.answer(
      { ledger: origin.ledger, transferId, step: 'AwaitSettlement' },
      outcome === 'settled' ? 'Settled' : 'NotSettled',
    );
  return recorded;
};

type Notice = SettleTransferBody & { readonly ledger: string; readonly fingerprint: string };

const decisionOf = (
  dependencies: Ledger,
  { ledger, fingerprint, transferId, outcome, railReference, detail = 'The rail gives no reason.' }: Notice,
  { terms }: Transfer,
): TransferDecision => {
  if (outcome === 'settled') return onTransferAlone(ledger, transferId, { type: 'RecordSettlement', railReference });
  const reason: TransferReason = { code: outcome === 'refused' ? 'RailRefused' : 'RailReturned', detail };
  const abandoning = onTransferAlone(ledger, transferId, { type: 'AbandonTransfer', error: reason });
  if (outcome === 'refused') return abandoning;
  return onTransferStreams(dependencies, { ledger, transferId, terms }, (streams) => {
    const returning = takeBackReturn(streams, { reason, fingerprint });
    return {
      reads: returning.reads,
      decide: (heads, context) => {
        const state = transferStateOf(heads(streams.transfer));
        const captured = state.status !== 'held' && state.status !== 'submitted';
        return (captured ? returning : abandoning).decide(heads, context);
      },
    };
  });
};
