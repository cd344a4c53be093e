import { normalSideOf, opposite } from '../accounts/account.ts';
import type { AccountRejection } from '../accounts/account-decider.ts';
import { recordedAtOf } from '../accounts/account-stream.ts';
import type { Recording } from '../facts/origin.ts';
import type { HoldAccounts } from '../holds/hold-accounts.ts';
import { postEntry } from '../journal/post-entry.ts';
import { type BalancedPostings, balance } from '../journal/posting.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { dateOf, strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import type { Result } from '../shared/result.ts';
import type { TransferTerms } from './transfer-state.ts';

export type TransferEntry = {
  readonly transferId: string;
  readonly entryId: string;
  readonly fingerprint: string;
  /** `out`: as the capture of its hold would be; `back`: the opposite. */
  readonly direction: 'out' | 'back';
};

/** Decides a journal entry over a transfer's amount, between its two accounts, that no hold is captured with. */
export const transferEntry = (
  { direction, ...entry }: TransferEntry,
  terms: TransferTerms,
  { source, destination, entry: head }: HoldAccounts & { readonly entry: StreamHead },
  recording: Recording,
): Result<Proposal, AccountRejection> => {
  const recordedAt = strictlyAfter(recording.now, [source.head, destination.head].map(recordedAtOf));
  const day = dateOf(recordedAt);
  const { description, metadata, sourceAccountId, settlementAccountId } = terms;
  const postings = postingsOf(direction, terms, source);
  const accounts = new Map([
    [sourceAccountId, source],
    [settlementAccountId, destination],
  ]);
  return postEntry(
    { ...entry, description, metadata, postings, effectiveDate: day, valueDate: day },
    { entry: head, accounts },
    { recording, recordedAt },
  );
};

const postingsOf = (
  direction: TransferEntry['direction'],
  { sourceAccountId, settlementAccountId, amount }: TransferTerms,
  { state }: HoldAccounts['source'],
): BalancedPostings => {
  if (state.status === 'absent') throw new InvariantViolation('The source of a transfer is open');
  const normal = normalSideOf(state.accountType);
  const side = direction === 'back' ? normal : opposite(normal);
  const legs = balance([
    { accountId: sourceAccountId, side, amount },
    { accountId: settlementAccountId, side: opposite(side), amount },
  ]);
  if (!legs.ok) throw new InvariantViolation('The two legs of a transfer balance');
  return legs.value;
};
