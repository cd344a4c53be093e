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

type AccountFact<Type extends string> = FactHeader & {
  readonly type: Type;
  readonly schemaVersion: 1;
  readonly status: AccountStatus;
  readonly floor: string | null;
} & AccountEffect;

export type AccountOpened = AccountFact<'AccountOpened'> & {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly fingerprint: string;
};

export type AccountFrozen = AccountFact<'AccountFrozen'>;
export type AccountUnfrozen = AccountFact<'AccountUnfrozen'>;
export type AccountClosed = AccountFact<'AccountClosed'>;
export type AccountLimitsChanged = AccountFact<'AccountLimitsChanged'>;

/** The facts of an account's life. They are the account's own events, published as they are. */
export type AccountLifeFact = AccountOpened | AccountFrozen | AccountUnfrozen | AccountClosed | AccountLimitsChanged;
