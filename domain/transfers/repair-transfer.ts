import type { AccountRejection } from '../accounts/account-decider.ts';
import type { Recording } from '../facts/origin.ts';
import type { RepairProposal } from '../facts/transfer-facts.ts';
import { captureHold } from '../holds/capture-hold.ts';
import type { HoldRejection } from '../holds/hold-decider.ts';
import { holdStateOf } from '../holds/hold-stream.ts';
import { releaseHold } from '../holds/release-hold.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { assertNever } from '../shared/assert-never.ts';
import { dateOf } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { transferStep } from './advance-transfer.ts';
import type { HoldTransferHeads } from './hold-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import { transferEntry } from './transfer-entry.ts';
import type { Transfer, TransferState } from './transfer-state.ts';
import { type AboutFact, transferStateOf, transferWrite } from './transfer-stream.ts';

export type ApproveRepair = {
  readonly outcome: RepairProposal['outcome'];
  readonly approvedBy: string;
  readonly holdId: string;
  /** The entries that a transfer can post, each once: as the money goes out, and as it comes back. */
  readonly captureEntryId: string;
  readonly returnEntryId: string;
  readonly fingerprint: string;
};

type RepairHeads = HoldTransferHeads & { readonly captureEntry: StreamHead; readonly returnEntry: StreamHead };

/** What the books still lack, once it is known where the money is. */
type Booking = 'capture' | 'post' | 'postBack' | 'void' | 'nothing';

/**
 * Carries out the repair that one person proposed and another approves: makes the books agree with where the money is,
 * and ends the transfer, in one DynamoDB transaction. A hold that is still there is captured or voided; one that is
 * gone already leaves a plain entry to post, which the accounts may refuse.
 */
export const repairTransfer = (
  command: ApproveRepair,
  heads: RepairHeads,
  { about, recording }: { readonly about: AboutFact; readonly recording: Recording },
): Result<Proposal, TransferRejection | HoldRejection | AccountRejection> => {
  const { outcome, approvedBy } = command;
  const booking = bookingOf(outcome, transferStateOf(heads.transfer), heads.hold);
  const entryId = entryIdOf(booking, command);
  const step = transferStep({ type: 'ApproveRepair', outcome, approvedBy, entryId }, heads.transfer);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const booked = book(booking, command, heads, { about, recording, after: step.value.after });
  if (!booked.ok) return booked;
  return accepted([transferWrite(step.value, about, recording), ...booked.value]);
};

const bookingOf = (outcome: RepairProposal['outcome'], state: TransferState, hold: StreamHead): Booking => {
  const entries = 'entryIds' in state ? state.entryIds.length : 0;
  const { status } = holdStateOf(hold);
  const isHeld = status === 'authorized' || status === 'partiallyCaptured';
  if (outcome === 'moved') {
    if (entries > 0) return 'nothing';
    return isHeld ? 'capture' : 'post';
  }
  if (entries > 0) return 'postBack';
  return isHeld ? 'void' : 'nothing';
};

const entryIdOf = (booking: Booking, { captureEntryId, returnEntryId }: ApproveRepair): string | null => {
  if (booking === 'postBack') return returnEntryId;
  return booking === 'capture' || booking === 'post' ? captureEntryId : null;
};

const book = (
  booking: Booking,
  { holdId, captureEntryId, returnEntryId, fingerprint }: ApproveRepair,
  heads: RepairHeads,
  {
    about: { transferId },
    recording,
    after,
  }: { readonly about: AboutFact; readonly recording: Recording; readonly after: Transfer },
): Result<Proposal, HoldRejection | AccountRejection> => {
  const out = { transferId, fingerprint, entryId: captureEntryId, direction: 'out' } as const;
  const back = { transferId, fingerprint, entryId: returnEntryId, direction: 'back' } as const;
  const { terms } = after;
  switch (booking) {
    case 'capture':
      return captureHold(
        { holdId, fingerprint, entryId: captureEntryId, metadata: terms.metadata, ...today(recording) },
        { ...heads, entry: heads.captureEntry },
        recording,
      );
    case 'post':
      return transferEntry(out, terms, { ...heads, entry: heads.captureEntry }, recording);
    case 'postBack':
      return transferEntry(back, terms, { ...heads, entry: heads.returnEntry }, recording);
    case 'void':
      return releaseHold({ type: 'VoidHold', holdId }, heads, recording);
    case 'nothing':
      return accepted([]);
    default:
      return assertNever(booking);
  }
};

const today = ({ now }: Recording) => ({ amount: undefined, effectiveDate: dateOf(now), valueDate: dateOf(now) });
