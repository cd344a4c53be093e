import type { AccountRejection } from '../accounts/account-decider.ts';
import type { Recording } from '../facts/origin.ts';
import { captureHold } from '../holds/capture-hold.ts';
import type { HoldRejection } from '../holds/hold-decider.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { dateOf } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { transferStep } from './advance-transfer.ts';
import type { HoldTransferHeads } from './hold-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import { type AboutFact, transferWrite } from './transfer-stream.ts';

/** Captures a settled transfer's hold in full, and says so in its stream, in one DynamoDB transaction. */
export const captureTransfer = (
  { holdId, entryId, fingerprint }: { readonly holdId: string; readonly entryId: string; readonly fingerprint: string },
  { transfer, ...heads }: HoldTransferHeads & { readonly entry: StreamHead },
  { about, recording }: { readonly about: AboutFact; readonly recording: Recording },
): Result<Proposal, TransferRejection | HoldRejection | AccountRejection> => {
  const step = transferStep({ type: 'RecordCapture', entryId }, transfer);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const day = dateOf(recording.now);
  const { metadata } = step.value.after.terms;
  const captured = captureHold(
    { holdId, entryId, fingerprint, metadata, amount: undefined, effectiveDate: day, valueDate: day },
    heads,
    recording,
  );
  if (!captured.ok) return captured;
  return accepted([transferWrite(step.value, about, recording), ...captured.value]);
};
