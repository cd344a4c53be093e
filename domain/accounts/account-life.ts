import { linkHash } from '../audit/hash-chain.ts';
import type { AccountLifeFact } from '../facts/account-facts.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import type { StreamWrite } from '../ports/event-store.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { type Instant, strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import {
  type AccountRejection,
  type AccountState,
  account,
  type ChangeAccount,
  type OpenAccount,
} from './account-decider.ts';
import { type AccountStep, type LoadedAccount, recordedAtOf, stepBy, termsOf } from './account-stream.ts';
import { stripeIdOf } from './stripe.ts';
import { wholeAccount } from './whole-account.ts';

/** What an account is opened with beside its terms. */
export type Opening = {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fingerprint: string;
};

/** An account with all of its stripes, in their order; it has none where it is not striped. */
export type LoadedWhole = { readonly own: LoadedAccount; readonly stripes: readonly LoadedAccount[] };

/** Decides the opening of an account and its stripes; the first event of each is also its published fact. */
export const openAccount = (
  command: OpenAccount,
  opening: Opening,
  { own, stripes }: LoadedWhole,
  recording: Recording,
): Result<Proposal, AccountRejection> => {
  const decided = account.decide(command, own.state);
  if (!decided.ok) return decided;
  const ofStripes = stripes.map((stripe, index) => {
    const accountId = stripeIdOf(command.accountId, index + 1);
    return stepBy({ ...command, type: 'AccountOpened', accountId, stripes: 1 }, stripe);
  });
  const steps = [...decided.value.map((event) => stepBy(event, own)), ...ofStripes];
  return accepted(lifeWrites(steps, recording, opening));
};

/**
 * Decides a freeze, its end, a closing or a change of the floor: on the account as a whole, for all of its stripes
 * together. No writes where it is so already.
 */
export const changeAccount = (
  command: ChangeAccount,
  { own, stripes }: LoadedWhole,
  recording: Recording,
): Result<Proposal, AccountRejection> => {
  const decided = account.decide(command, wholeState({ own, stripes }));
  if (!decided.ok) return decided;
  const all = [own, ...stripes];
  return accepted(
    lifeWrites(
      decided.value.flatMap((event) => all.map((loaded) => stepBy(event, loaded))),
      recording,
    ),
  );
};

const wholeState = ({ own: { state }, stripes }: LoadedWhole): AccountState => {
  if (state.status === 'absent') return state;
  return wholeAccount(
    state,
    stripes.flatMap((stripe) => (stripe.state.status === 'absent' ? [] : [stripe.state])),
  );
};

const lifeWrites = (
  steps: readonly AccountStep[],
  recording: Recording,
  more: Partial<Opening> = {},
): readonly StreamWrite[] => {
  const recordedAt = strictlyAfter(
    recording.now,
    steps.map(({ head }) => recordedAtOf(head)),
  );
  return steps.map((step) => lifeWrite(step, { ...recording, recordedAt }, more));
};

const lifeWrite = (
  { event, effect, after, head }: AccountStep,
  { origin, recordedAt, digest }: Recording & { readonly recordedAt: Instant },
  more: Partial<Opening>,
): StreamWrite => {
  const shape =
    event.type === 'AccountLimitsChanged' ? { schemaVersion: 1 } : { schemaVersion: 2, stripes: after.stripes };
  const fact = {
    ...headerOf(origin, recordedAt),
    ...effect,
    ...termsOf(after),
    ...more,
    ...shape,
    type: event.type,
  } as AccountLifeFact;
  const text = canonicalJson(fact);
  return { head, text, hash: linkHash(digest, digest(text), effect.accountId, effect.version), published: true };
};
