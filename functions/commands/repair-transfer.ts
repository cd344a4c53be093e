import type { RepairProposal } from '../../domain/facts/transfer-facts.ts';
import { repairTransfer as decideRepair } from '../../domain/transfers/repair-transfer.ts';
import { carryOut } from '../runtime/carry-out.ts';
import { fingerprintOf } from '../runtime/fingerprint.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Command } from './command.ts';
import { loadTransfer } from './load-transfer.ts';
import { onTransferAlone, planOf, type TransferDecision, type TransferOutcome } from './record-transfer-step.ts';
import { requestNaming } from './request-naming.ts';
import { onTransferStreams, readsOf, transferHeadsOf } from './transfer-streams.ts';

/** What a person found out of a transfer that needs repair. */
export type ProposeRepairBody = { readonly transferId: string } & Omit<RepairProposal, 'proposedBy'>;

/** Another person's word: just this. */
export type ApproveRepairBody = { readonly transferId: string; readonly outcome: RepairProposal['outcome'] };

/** Records what is proposed; the books stay as they are. */
export const proposeRepair = (ledger: Ledger, command: Command<ProposeRepairBody>): Promise<TransferOutcome> => {
  const { transferId, ...found } = command.body;
  const { actor, ledger: name } = command.origin;
  const repair = { ...found, proposedBy: actor };
  return decided(ledger, command, {
    operation: 'proposeRepair',
    decision: onTransferAlone(name, transferId, { type: 'ProposeRepair', repair }),
  });
};

/** Carries out what was proposed: the books and the transfer's end, in one DynamoDB transaction. */
export const approveRepair = async (ledger: Ledger, command: Command<ApproveRepairBody>): Promise<TransferOutcome> => {
  const { transferId, outcome } = command.body;
  const { ledger: name, actor: approvedBy } = command.origin;
  const loaded = await loadTransfer(ledger, { ledger: name, transferId });
  if (loaded === undefined)
    return { code: 'Rejected', rejection: { code: 'TransferNotFound', detail: 'There is no such transfer.' } };
  const fingerprint = fingerprintOf(transferId);
  const at = { ledger: name, transferId, terms: loaded.transfer.terms };
  const decision = onTransferStreams(ledger, at, (streams) => {
    const { holdId, captureEntryId, returnEntryId, captureEntry, returnEntry } = streams;
    const approval = { outcome, approvedBy, holdId, captureEntryId, returnEntryId, fingerprint };
    return {
      reads: [...readsOf(streams), captureEntry, returnEntry],
      decide: (heads, context) => {
        const all = transferHeadsOf(heads, streams);
        const entries = { captureEntry: heads(captureEntry), returnEntry: heads(returnEntry) };
        return decideRepair(approval, { ...all, ...entries }, context);
      },
    };
  });
  return decided(ledger, command, { operation: 'approveRepair', decision });
};

const decided = (
  ledger: Ledger,
  { origin, key, body, fingerprint = fingerprintOf(body), ...options }: Command<{ readonly transferId: string }>,
  { operation, decision }: { readonly operation: string; readonly decision: TransferDecision },
): Promise<TransferOutcome> => {
  const { transferId } = body;
  const naming = requestNaming(ledger, { origin, key, operation, fingerprint, subject: transferId });
  const plan = planOf(decision, ({ reads, decide }) =>
    naming.plan(reads, (heads, now) =>
      decide(heads, { about: { transferId }, recording: { origin, now, digest: ledger.digest } }),
    ),
  );
  return carryOut(plan, ledger, options);
};
