import { normalSideOf, opposite } from '../accounts/account.ts';
import type { AccountRejection, OpenedAccount } from '../accounts/account-decider.ts';
import { recordedAtOf, writeOf } from '../accounts/account-stream.ts';
import { noPreviousHash } from '../audit/hash-chain.ts';
import type { HoldAuthorized } from '../facts/hold-facts.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';
import { factIdOf } from '../shared/stream-id.ts';
import { type HoldAccounts, holdSteps } from './hold-accounts.ts';
import { type HoldRejection, type HoldTerms, hold } from './hold-decider.ts';
import { snapshotOf } from './hold-stream.ts';

/** A hold to authorize; `holdId` derives from the request, so the same request can authorize it only once. */
export type AuthorizeHold = Omit<HoldTerms, 'side'> & { readonly holdId: string; readonly fingerprint: string };

/** Decides a hold on both of its accounts: its first event and one event for each account, or a refusal. */
export const authorizeHold = (
  { holdId, fingerprint, ...asked }: AuthorizeHold,
  heads: HoldAccounts & { readonly hold: StreamHead },
  { origin, now, digest }: Recording,
): Result<Proposal, HoldRejection | AccountRejection> => {
  const { source, destination } = heads;
  if (source.state.status === 'absent') return unknownAccount('/accountId');
  if (destination.state.status === 'absent') return unknownAccount('/destinationAccountId');
  const terms = termsOf(asked, { source: source.state, destination: destination.state });
  const recordedAt = strictlyAfter(now, [recordedAtOf(source.head), recordedAtOf(destination.head)]);
  const decided = hold.decide({ type: 'AuthorizeHold', terms, now: recordedAt }, hold.initialState);
  if (!decided.ok) return decided;
  const steps = holdSteps('AuthorizeHold', terms, heads);
  if (!steps.ok) return steps;
  const after = decided.value.reduce(hold.evolve, hold.initialState);
  if (after.status === 'absent') throw new InvariantViolation('An authorized hold is there');
  const fact: HoldAuthorized = {
    ...headerOf(origin, recordedAt),
    type: 'HoldAuthorized',
    schemaVersion: 2,
    holdId,
    hold: snapshotOf(after),
    effects: steps.value.map(({ effect }) => effect),
    previousHash: noPreviousHash,
    fingerprint,
  };
  const text = canonicalJson(fact);
  const hash = digest(text);
  const cause = { factId: factIdOf(heads.hold.streamId, heads.hold.version + 1), hash };
  const context = { ledger: origin.ledger, recordedAt, digest };
  return accepted([
    { head: heads.hold, text, hash, published: true },
    ...steps.value.map((step) => writeOf(step, cause, context)),
  ]);
};

// The hold stands where its funds are: on stripes, where its accounts are striped, and keeps to these.
const termsOf = (
  asked: Omit<HoldTerms, 'side'>,
  { source, destination }: { readonly source: OpenedAccount; readonly destination: OpenedAccount },
): HoldTerms => ({
  ...asked,
  accountId: source.accountId,
  destinationAccountId: destination.accountId,
  side: opposite(normalSideOf(source.accountType)),
});

const unknownAccount = (pointer: string): Result<never, AccountRejection> =>
  rejected({ code: 'UnknownAccount', detail: 'There is no such account.', pointer });
