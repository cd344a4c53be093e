import { linkHash } from '../audit/hash-chain.ts';
import type { AccountLifeFact } from '../facts/account-facts.ts';
import { headerOf, type Recording } from '../facts/origin.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { strictlyAfter } from '../shared/instant.ts';
import type { Proposal } from '../shared/proposal.ts';
import { accepted, type Result } from '../shared/result.ts';
import type { AccountRejection, ChangeAccount, OpenAccount } from './account-decider.ts';
import { type LoadedAccount, recordedAtOf, stepOf, termsOf } from './account-stream.ts';

/** What an account is opened with beside its terms. */
export type Opening = {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fingerprint: string;
};

/** Decides the opening of an account; its first event is also its published fact. */
export const openAccount = (
  command: OpenAccount,
  opening: Opening,
  loaded: LoadedAccount,
  recording: Recording,
): Result<Proposal, AccountRejection> => recordLife(command, loaded, recording, opening);

/** Decides a freeze, its end, a closing or a change of the floor. No writes where it is so already. */
export const changeAccount = (
  command: ChangeAccount,
  loaded: LoadedAccount,
  recording: Recording,
): Result<Proposal, AccountRejection> => recordLife(command, loaded, recording, {});

const recordLife = (
  command: OpenAccount | ChangeAccount,
  loaded: LoadedAccount,
  { origin, now, digest }: Recording,
  more: Partial<Opening>,
): Result<Proposal, AccountRejection> => {
  const step = stepOf(command, loaded);
  if (!step.ok) return step;
  if (step.value === undefined) return accepted([]);
  const { event, effect, after, head } = step.value;
  const recordedAt = strictlyAfter(now, [recordedAtOf(head)]);
  const fact = {
    ...headerOf(origin, recordedAt),
    ...effect,
    ...termsOf(after),
    ...more,
    type: event.type,
    schemaVersion: 1,
  } as AccountLifeFact;
  const text = canonicalJson(fact);
  const hash = linkHash(digest, digest(text), effect.accountId, effect.version);
  return accepted([{ head, text, hash, published: true }]);
};
