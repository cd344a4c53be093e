import type { PositiveMoney } from '../money/money.ts';

/** A payout as the rail is told of it. `reference` is the transfer's id: the rail acts once on a reference. */
export type PayoutInstruction = {
  readonly reference: string;
  /** The ledger the settlement belongs to, so that a notice finds its way back. */
  readonly ledger: string;
  readonly amount: PositiveMoney;
  /** A reference at the rail, never an account number or a name. */
  readonly destination: string;
};

export type SubmitOutcome =
  | { readonly code: 'Accepted'; readonly railReference: string }
  | { readonly code: 'Refused'; readonly detail: string };

/**
 * What is known after asking the rail to take a payout back. `Recalled`: it will never move money for this reference,
 * whether or not it had heard of it, and refuses a submission that arrives later. `Settled`: too late, money has moved.
 */
export type RecallOutcome =
  | { readonly code: 'Recalled' }
  | { readonly code: 'Settled'; readonly railReference: string };

/**
 * Moves money in the outside world. Both calls are idempotent by reference. A TransientFailure says nothing about
 * whether the call took effect.
 */
export type PayoutRail = {
  readonly submit: (instruction: PayoutInstruction) => Promise<SubmitOutcome>;
  readonly recall: (reference: string) => Promise<RecallOutcome>;
};
