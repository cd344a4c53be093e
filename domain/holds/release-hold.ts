import type { AccountRejection } from '../accounts/account-decider.ts';
import { recordedAtOf, writeOf } from '../accounts/account-stream.ts';
import type { HoldExpired, HoldVoided } from '../facts/hold-facts.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import { positive } from '../money/money.ts';
import type { StreamHead } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import { factIdOf } from '../shared/stream-id.ts';
import { type HoldAccounts, holdSteps } from './hold-accounts.ts';
import { type HoldCommand, type HoldRejection, hold, remainingOf } from './hold-decider.ts';
import { holdStateOf, previousHashOf, snapshotOf } from './hold-stream.ts';

/** Decides the void or the expiry of a hold. No writes where it has ended so already, or where it is not due. */
export const releaseHold = (
  command: { readonly type: 'VoidHold' | 'ExpireHold'; readonly holdId: string },
  heads: HoldAccounts & { readonly hold: StreamHead },
  { origin, now, digest }: Recording,
): Result<Proposal, HoldRejection | AccountRejection> => {
  const before = holdStateOf(heads.hold);
  const decided = hold.decide(commandOf(command.type, now), before);
  if (!decided.ok) return decided;
  const [event] = decided.value;
  if (event === undefined || before.status === 'absent') return accepted([]);
  const left = positive(remainingOf(before));
  if (left === undefined) throw new InvariantViolation('An open hold has something left to release');
  const steps = holdSteps('ReleaseHold', { side: before.terms.side, amount: left }, heads);
  if (!steps.ok) return steps;
  const after = hold.evolve(before, event);
  if (after.status === 'absent') throw new InvariantViolation('A released hold is there');
  const earlier = [heads.hold, heads.source.head, heads.destination.head].map(recordedAtOf);
  const recordedAt = strictlyAfter(now, earlier);
  const fact: HoldVoided | HoldExpired = {
    ...headerOf(origin, recordedAt),
    type: command.type === 'VoidHold' ? 'HoldVoided' : 'HoldExpired',
    schemaVersion: 2,
    holdId: command.holdId,
    hold: snapshotOf(after),
    effects: steps.value.map(({ effect }) => effect),
    previousHash: previousHashOf(heads.hold),
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

const commandOf = (type: 'VoidHold' | 'ExpireHold', now: Recording['now']): HoldCommand =>
  type === 'VoidHold' ? { type } : { type, now };
