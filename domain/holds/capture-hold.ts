import { type AccountId, opposite } from '../accounts/account.ts';
import type { AccountRejection } from '../accounts/account-decider.ts';
import { recordedAtOf } from '../accounts/account-stream.ts';
import type { HoldCaptured } from '../facts/hold-facts.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import { type CommandOf, type PostJournalEntry, postEntry } from '../journal/post-entry.ts';
import { balance, type Posting } from '../journal/posting.ts';
import type { PositiveMoney } from '../money/money.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import type { HoldAccounts } from './hold-accounts.ts';
import { type AuthorizedHold, type HoldRejection, hold } from './hold-decider.ts';
import { holdStateOf, previousHashOf, snapshotOf } from './hold-stream.ts';

/** A capture; `entryId` derives from the request, so the same request can capture only once. */
export type CaptureHold = Pick<
  PostJournalEntry,
  'entryId' | 'effectiveDate' | 'valueDate' | 'metadata' | 'fingerprint'
> & {
  readonly holdId: string;
  /** What remains, where none is given. */
  readonly amount: PositiveMoney | undefined;
};

/** Decides a capture: the journal entry, one event for each account, and the hold's next event; or a refusal. */
export const captureHold = (
  { holdId, amount, ...entry }: CaptureHold,
  heads: HoldAccounts & { readonly hold: StreamHead; readonly entry: StreamHead },
  recording: Recording,
): Result<Proposal, HoldRejection | AccountRejection> => {
  const { origin, now, digest } = recording;
  const before = holdStateOf(heads.hold);
  const decided = hold.decide({ type: 'CaptureHold', amount, now }, before);
  if (!decided.ok) return decided;
  const [event] = decided.value;
  if (event?.type !== 'HoldCaptured' || before.status === 'absent')
    throw new InvariantViolation('An accepted capture captures');
  const after = hold.evolve(before, event);
  if (after.status === 'absent') throw new InvariantViolation('A captured hold is there');
  const earlier = [heads.hold, heads.source.head, heads.destination.head].map(recordedAtOf);
  const recordedAt = strictlyAfter(now, earlier);
  const posted = postEntry(
    { ...entry, ...aboutHold(holdId, before), postings: postingsOf(before, event.amount) },
    { entry: heads.entry, accounts: accountsOf(before, heads) },
    { recording, recordedAt, commandOf: capturing(before, event.amount) },
  );
  if (!posted.ok) return posted;
  const fact: HoldCaptured = {
    ...headerOf(origin, recordedAt),
    type: 'HoldCaptured',
    schemaVersion: 2,
    holdId,
    hold: snapshotOf(after),
    entryId: entry.entryId,
    amountCaptured: event.amount.amount,
    previousHash: previousHashOf(heads.hold),
  };
  const text = canonicalJson(fact);
  return accepted([...posted.value, { head: heads.hold, text, hash: digest(text), published: true }]);
};

const aboutHold = (
  holdId: string,
  { terms: { description, transferId } }: AuthorizedHold,
): Pick<PostJournalEntry, 'holdId' | 'description' | 'transferId'> => ({
  holdId,
  description,
  ...(transferId === undefined ? {} : { transferId }),
});

const postingsOf = ({ terms }: AuthorizedHold, amount: PositiveMoney): PostJournalEntry['postings'] => {
  const legs: readonly Posting[] = [
    { accountId: terms.accountId, side: terms.side, amount },
    { accountId: terms.destinationAccountId, side: opposite(terms.side), amount },
  ];
  const balanced = balance(legs);
  if (!balanced.ok) throw new InvariantViolation('The two legs of a capture balance');
  return balanced.value;
};

const accountsOf = ({ terms }: AuthorizedHold, { source, destination }: HoldAccounts) =>
  new Map([
    [terms.accountId, source],
    [terms.destinationAccountId, destination],
  ]);

const capturing =
  ({ terms }: AuthorizedHold, amount: PositiveMoney): CommandOf =>
  (accountId: AccountId) => ({
    type: 'CaptureHold',
    side: accountId === terms.accountId ? terms.side : opposite(terms.side),
    amount,
  });
