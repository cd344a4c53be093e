import type { AccountRejection } from '../accounts/account-decider.ts';
import type { Recording } from '../facts/origin.ts';
import { authorizeHold } from '../holds/authorize-hold.ts';
import type { HoldAccounts } from '../holds/hold-accounts.ts';
import type { HoldRejection } from '../holds/hold-decider.ts';
import type { StreamHead } from '../ports/event-store.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { transferStep } from './advance-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import { type AboutFact, transferWrite } from './transfer-stream.ts';

export type HoldTransferHeads = HoldAccounts & { readonly hold: StreamHead; readonly transfer: StreamHead };

/**
 * Sets a transfer's funds aside, and says so in its stream, in one DynamoDB transaction: where the transfer was ended
 * in the meantime, no hold is left behind. Only the transfer lets go of it, so it does not expire.
 */
export const holdTransfer = (
  { holdId, fingerprint }: { readonly holdId: string; readonly fingerprint: string },
  { transfer, ...heads }: HoldTransferHeads,
  { about, recording }: { readonly about: AboutFact; readonly recording: Recording },
): Result<Proposal, TransferRejection | HoldRejection | AccountRejection> => {
  const step = transferStep({ type: 'RecordHold', holdId }, transfer);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const { sourceAccountId, settlementAccountId, amount, description } = step.value.after.terms;
  const terms = { accountId: sourceAccountId, destinationAccountId: settlementAccountId, amount, description };
  const held = authorizeHold(
    { ...terms, holdId, fingerprint, expiresAt: null, transferId: about.transferId },
    heads,
    recording,
  );
  if (!held.ok) return held;
  return accepted([transferWrite(step.value, about, recording), ...held.value]);
};
