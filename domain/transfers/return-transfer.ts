import type { AccountRejection } from '../accounts/account-decider.ts';
import type { Recording } from '../facts/origin.ts';
import type { TransferReason } from '../facts/transfer-facts.ts';
import type { HoldAccounts } from '../holds/hold-accounts.ts';
import type { StreamHead } from '../ports/event-store.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { transferStep } from './advance-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import { transferEntry } from './transfer-entry.ts';
import { type AboutFact, transferWrite } from './transfer-stream.ts';

type ReturnHeads = HoldAccounts & { readonly transfer: StreamHead; readonly entry: StreamHead };

/**
 * Takes a completed payout that the rail gave back into the books: the opposite entry and the transfer's end, together.
 */
export const returnTransfer = (
  {
    entryId,
    fingerprint,
    reason,
  }: { readonly entryId: string; readonly fingerprint: string; readonly reason: TransferReason },
  { transfer, ...heads }: ReturnHeads,
  { about, recording }: { readonly about: AboutFact; readonly recording: Recording },
): Result<Proposal, TransferRejection | AccountRejection> => {
  const step = transferStep({ type: 'RecordReturn', entryId, reason }, transfer);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const entry = { transferId: about.transferId, entryId, fingerprint, direction: 'back' } as const;
  const posted = transferEntry(entry, step.value.after.terms, heads, recording);
  if (!posted.ok) return posted;
  return accepted([transferWrite(step.value, about, recording), ...posted.value]);
};
