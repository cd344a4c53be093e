import { normalSideOf, opposite } from '../accounts/account.ts';
import type { AccountRejection } from '../accounts/account-decider.ts';
import { recordedAtOf } from '../accounts/account-stream.ts';
import type { Recording } from '../facts/origin.ts';
import type { TransferReason } from '../facts/transfer-facts.ts';
import type { HoldAccounts } from '../holds/hold-accounts.ts';
import { postEntry } from '../journal/post-entry.ts';
import { type BalancedPostings, balance } from '../journal/posting.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { dateOf, strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { transferStep } from './advance-transfer.ts';
import type { TransferRejection } from './transfer-command.ts';
import type { TransferTerms } from './transfer-state.ts';
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
  { transfer, entry, source, destination }: ReturnHeads,
  { about, recording }: { readonly about: AboutFact; readonly recording: Recording },
): Result<Proposal, TransferRejection | AccountRejection> => {
  const step = transferStep({ type: 'RecordReturn', entryId, reason }, transfer);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const { terms } = step.value.after;
  const recordedAt = strictlyAfter(recording.now, [source.head, destination.head].map(recordedAtOf));
  const day = dateOf(recordedAt);
  const { description, metadata, sourceAccountId, settlementAccountId } = terms;
  const posted = postEntry(
    {
      entryId,
      fingerprint,
      description,
      metadata,
      postings: oppositeOf(terms, source),
      effectiveDate: day,
      valueDate: day,
      transferId: about.transferId,
    },
    {
      entry,
      accounts: new Map([
        [sourceAccountId, source],
        [settlementAccountId, destination],
      ]),
    },
    { recording, recordedAt },
  );
  if (!posted.ok) return posted;
  return accepted([transferWrite(step.value, about, recording), ...posted.value]);
};

const oppositeOf = (
  { sourceAccountId, settlementAccountId, amount }: TransferTerms,
  { state }: HoldAccounts['source'],
): BalancedPostings => {
  if (state.status === 'absent') throw new InvariantViolation('The source of a transfer is open');
  const side = normalSideOf(state.accountType);
  const legs = balance([
    { accountId: sourceAccountId, side, amount },
    { accountId: settlementAccountId, side: opposite(side), amount },
  ]);
  if (!legs.ok) throw new InvariantViolation('The two legs of a return balance');
  return legs.value;
};
