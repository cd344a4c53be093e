import type { AccountId, Side } from '../accounts/account.ts';
import type { Instant } from '../shared/instant.ts';
import type { AccountEffect } from './account-facts.ts';
import type { FactHeader } from './origin.ts';

export type HoldStatus = 'authorized' | 'partiallyCaptured' | 'captured' | 'voided' | 'expired';

/** A hold as it stands after a fact; amounts are decimal text in `currency`, and its accounts may be stripes. */
export type HoldSnapshot = {
  readonly status: HoldStatus;
  readonly accountId: AccountId;
  readonly destinationAccountId: AccountId;
  /** The side that takes from the account; the destination is moved on the other one. */
  readonly side: Side;
  readonly currency: string;
  readonly amount: string;
  readonly captured: string;
  /** Null where only the transfer that holds the funds may let go of them. */
  readonly expiresAt: Instant | null;
  readonly authorizedAt: Instant;
  readonly description: string;
  readonly transferId?: string;
};

type HoldFact<Type extends string> = FactHeader & {
  readonly type: Type;
  readonly schemaVersion: 2;
  readonly holdId: string;
  readonly hold: HoldSnapshot;
  /** Hash of the hold's event before this one; empty at the first. */
  readonly previousHash: string;
};

export type HoldAuthorized = HoldFact<'HoldAuthorized'> & {
  readonly effects: readonly AccountEffect[];
  readonly fingerprint: string;
};

/** What it did to the accounts is in the journal entry, which is written with it. */
export type HoldCaptured = HoldFact<'HoldCaptured'> & { readonly entryId: string; readonly amountCaptured: string };

export type HoldVoided = HoldFact<'HoldVoided'> & { readonly effects: readonly AccountEffect[] };
export type HoldExpired = HoldFact<'HoldExpired'> & { readonly effects: readonly AccountEffect[] };

export type HoldLifeFact = HoldAuthorized | HoldCaptured | HoldVoided | HoldExpired;
