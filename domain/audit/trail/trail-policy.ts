import type { AccountId } from '../../accounts/account.ts';
import { isStripeId, wholeIdOf } from '../../accounts/stripe.ts';
import type { Instant } from '../../shared/instant.ts';

/** What was asked for. Null means: from the beginning, up to the newest close, all accounts. */
export type TrailAsked = {
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly accounts: readonly AccountId[] | null;
};

/** Which entries of the log, by index, and the closes that they lie between. */
export type TrailCovers = {
  readonly firstIndex: number;
  readonly endIndex: number;
  readonly openingClose: number | null;
  readonly closingClose: number;
};

/** What a trail is of. Everything else in it follows from this and from the log. */
export type TrailPolicy = {
  readonly format: 1;
  readonly ledger: string;
  readonly origin: string;
  readonly mode: 'whole' | 'extract';
  readonly asked: TrailAsked;
  readonly covers: TrailCovers;
  /** Verifier keys, as C2SP signed-note writes them. */
  readonly keys: readonly string[];
};

/** What was asked, in its one form: each account once and in order. */
export const normalAsked = ({ from, to, accounts }: TrailAsked): TrailAsked => ({
  from,
  to,
  accounts: accounts === null ? null : [...new Set(accounts)].sort(),
});

/** The same for a trail: an account that is asked for comes with those of its stripes that there are. */
export const askedWithStripes = ({ accounts, ...period }: TrailAsked, kept: readonly AccountId[]): TrailAsked => {
  if (accounts === null) return { ...period, accounts };
  const asked = new Set(accounts);
  const stripes = kept.filter((id) => isStripeId(id) && asked.has(wholeIdOf(id)));
  return normalAsked({ ...period, accounts: [...accounts, ...stripes] });
};

/** What was asked of a trail, before the stripes came to it. */
export const askedWithoutStripes = ({ accounts, ...period }: TrailAsked): TrailAsked => ({
  ...period,
  accounts: accounts?.filter((id) => !isStripeId(id)) ?? null,
});

export const coversOf = (openingClose: number | null, closingClose: number): TrailCovers => ({
  firstIndex: openingClose === null ? 0 : openingClose + 1,
  endIndex: closingClose + 1,
  openingClose,
  closingClose,
});

/** A trail of everything has the log itself; any other has entries of it, each with its proof. */
export const modeOf = ({ accounts }: TrailAsked, { openingClose }: TrailCovers): TrailPolicy['mode'] =>
  accounts === null && openingClose === null ? 'whole' : 'extract';
