import type { AccountRejection } from '../accounts/account-decider.ts';
import type { Recording } from '../facts/origin.ts';
import type { TransferReason } from '../facts/transfer-facts.ts';
import type { HoldRejection } from '../holds/hold-decider.ts';
import { releaseHold } from '../holds/release-hold.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { transferStep } from './advance-transfer.ts';
import type { HoldTransferHeads } from './hold-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import { type AboutFact, transferWrite } from './transfer-stream.ts';

/**
 * Voids a transfer's hold, if there is one, and ends the transfer, in one DynamoDB transaction: a settlement that comes
 * at the same time is either seen here, or sees here.
 */
export const undoTransfer = (
  { holdId, reason }: { readonly holdId: string; readonly reason: TransferReason },
  { transfer, ...heads }: HoldTransferHeads,
  { about, recording }: { readonly about: AboutFact; readonly recording: Recording },
): Result<Proposal, TransferRejection | HoldRejection | AccountRejection> => {
  const step = transferStep({ type: 'UndoTransfer', reason }, transfer);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const fact = transferWrite(step.value, about, recording);
  if (step.value.event.type === 'TransferRefused') return accepted([fact]);
  const voided = releaseHold({ type: 'VoidHold', holdId }, heads, recording);
  if (!voided.ok) return voided;
  return accepted([fact, ...voided.value]);
};
