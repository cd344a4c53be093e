import type { AccountId } from '../accounts/account.ts';
import type { AccountCommand, AccountRejection } from '../accounts/account-decider.ts';
import { type AccountStep, type LoadedAccount, stepOf, writeOf } from '../accounts/account-stream.ts';
import { foremost } from '../accounts/foremost.ts';
import type { JournalEntryPosted, PostedPosting } from '../facts/journal-entry-posted.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { CalendarDate, Instant } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { at } from '../shared/rejection.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';
import { factIdOf } from '../shared/stream-id.ts';
import { type BalancedPostings, type Posting, plus, type Sums } from './posting.ts';

/** A journal entry to post; `entryId` derives from the request, so the same request can post it only once. */
export type PostJournalEntry = {
  readonly entryId: string;
  readonly postings: BalancedPostings;
  readonly description: string;
  readonly effectiveDate: CalendarDate;
  readonly valueDate: CalendarDate;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly holdId?: string;
  readonly transferId?: string;
};

export type EntryHeads = {
  readonly entry: StreamHead;
  readonly accounts: ReadonlyMap<AccountId, LoadedAccount>;
};

/** What the accounts are asked: to take their sums, or to let held funds become posted. */
export type CommandOf = (accountId: AccountId, sums: Sums) => AccountCommand;

const postSums: CommandOf = (_accountId, sums) => ({ type: 'PostEntry', ...sums });

/** The distinct accounts of some postings, in the order of their first posting. */
export const accountsOf = (postings: readonly Posting[]): readonly AccountId[] => [
  ...new Set(postings.map(({ accountId }) => accountId)),
];

/** Decides an entry on all its accounts at once: the entry and one event for each account, or a refusal. */
export const postEntry = (
  command: PostJournalEntry,
  { entry, accounts }: EntryHeads,
  {
    recording,
    recordedAt,
    commandOf = postSums,
  }: {
    readonly recording: Recording;
    readonly recordedAt: Instant;
    readonly commandOf?: CommandOf;
  },
): Result<Proposal, AccountRejection> => {
  const decided = stepsOf(command.postings, accounts, commandOf);
  if (!decided.ok) return decided;
  const steps = decided.value;
  const fact = factOf(command, steps, { recording, recordedAt });
  const { digest, origin } = recording;
  const text = canonicalJson(fact);
  const hash = digest(text);
  const cause = { factId: factIdOf(entry.streamId, entry.version + 1), hash };
  const context = { ledger: origin.ledger, recordedAt, digest };
  return accepted([
    { head: entry, text, hash, published: true },
    ...[...steps.values()].map((step) => writeOf(step, cause, context)),
  ]);
};

const stepsOf = (
  postings: BalancedPostings,
  accounts: EntryHeads['accounts'],
  commandOf: CommandOf,
): Result<ReadonlyMap<AccountId, AccountStep>, AccountRejection> => {
  const steps = new Map<AccountId, AccountStep>();
  const rejections: AccountRejection[] = [];
  for (const [accountId, sums] of sumsByAccount(postings)) {
    const step = stepOf(commandOf(accountId, sums), accountIn(accounts, accountId));
    if (!step.ok) rejections.push(at(pointerTo(accountId, postings), step.rejection));
    else if (step.value === undefined) throw new InvariantViolation('A posting always moves its account');
    else steps.set(accountId, step.value);
  }
  const rejection = foremost(rejections);
  return rejection === undefined ? accepted(steps) : rejected(rejection);
};

const sumsByAccount = (postings: BalancedPostings): ReadonlyMap<AccountId, Sums> => {
  const sums = new Map<AccountId, Sums>();
  for (const posting of postings) sums.set(posting.accountId, plus(sums.get(posting.accountId), posting));
  return sums;
};

const factOf = (
  { postings, ...command }: PostJournalEntry,
  steps: ReadonlyMap<AccountId, AccountStep>,
  { recording, recordedAt }: { readonly recording: Recording; readonly recordedAt: Instant },
): JournalEntryPosted => ({
  ...headerOf(recording.origin, recordedAt),
  ...command,
  type: 'JournalEntryPosted',
  schemaVersion: 3,
  postings: postings.map((posting): PostedPosting => {
    const step = steps.get(posting.accountId);
    if (step === undefined) throw new InvariantViolation(`No step for ${posting.accountId}`);
    return { ...step.effect, side: posting.side, amount: posting.amount.amount };
  }),
});

const accountIn = (accounts: EntryHeads['accounts'], accountId: AccountId): LoadedAccount => {
  const loaded = accounts.get(accountId);
  if (loaded === undefined) throw new InvariantViolation(`${accountId} was not loaded`);
  return loaded;
};

const pointerTo = (accountId: AccountId, postings: BalancedPostings): string =>
  `/postings/${postings.findIndex((posting) => posting.accountId === accountId)}/accountId`;
