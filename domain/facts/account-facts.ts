import type { AccountId, AccountType } from '../accounts/account.ts';
import type { FactHeader } from './origin.ts';

/** What a fact did to one account. Running totals travel with it, so the highest version tells the balance. */
export type AccountEffect = {
  readonly accountId: AccountId;
  readonly accountType: AccountType;
  readonly currency: string;
  /** The account's version after it; each version of an account is the effect of exactly one fact. */
  readonly version: number;
  /** The link before this one in the account's hash chain; empty before the first. */
  readonly previousHash: string;
  /** Totals after it, as decimal text; the held ones are left out where zero. */
  readonly debits: string;
  readonly credits: string;
  readonly heldDebits?: string;
  readonly heldCredits?: string;
};

export type AccountStatus = 'open' | 'frozen' | 'closed';

type AccountFact<Type extends string, Version extends number> = FactHeader & {
  readonly type: Type;
  readonly schemaVersion: Version;
  readonly status: AccountStatus;
  readonly floor: string | null;
} & AccountEffect;

/** A fact of an account that may be striped. */
type StripedFact<Type extends string> = AccountFact<Type, 2> & {
  /** How many stripes it has; 1 where it is not striped, and of a stripe. */
  readonly stripes: number;
};

export type AccountOpened = StripedFact<'AccountOpened'> & {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fingerprint: string;
};

export type AccountFrozen = StripedFact<'AccountFrozen'>;
export type AccountUnfrozen = StripedFact<'AccountUnfrozen'>;
export type AccountClosed = StripedFact<'AccountClosed'>;
export type AccountLimitsChanged = AccountFact<'AccountLimitsChanged', 1>;

/** The facts of an account's life. They are the account's own events, published as they are. */
export type AccountLifeFact = AccountOpened | AccountFrozen | AccountUnfrozen | AccountClosed | AccountLimitsChanged;
