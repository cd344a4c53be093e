import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import type { PostingsRejection } from '../../domain/journal/posting.ts';
import type { MoneyRejection } from '../../domain/money/money.ts';
import type { TransferRejection } from '../../domain/transfers/transfer-command.ts';
import type { AlertOutcome } from '../adapters/risk/resolve-alert.ts';
import type { OpeningRejection } from '../commands/open-sealed-value.ts';
import type { Busy, IdempotencyRejection } from '../runtime/carry-out.ts';

/** What the business refuses. */
type RuleCode =
  | AccountRejection['code']
  | HoldRejection['code']
  | PostingsRejection['code']
  | TransferRejection['code']
  | Extract<AlertOutcome, { readonly code: 'AlertNotFound' }>['code']
  | OpeningRejection['code']
  | MoneyRejection['code']
  | IdempotencyRejection['code']
  | Busy['code'];

/** What the API itself refuses. */
type RequestCode =
  | 'MalformedRequest'
  | 'UnknownProperty'
  | 'IdempotencyKeyMissing'
  | 'MalformedCursor'
  | 'Unauthenticated'
  | 'Forbidden'
  | 'RouteNotFound'
  | 'AccountNotFound'
  | 'EntryNotFound'
  | 'RequestInProgress'
  | 'RequestTooLarge'
  | 'InternalError'
  | 'HoldOfTransfer'
  | 'AlertResolved'
  | 'CheckpointNotFound'
  | 'CloseNotFound'
  | 'CloseNotSealed'
  | 'FactNotFound'
  | 'FactNotSealed'
  | 'TrailNotFound';

/** Every code that a problem document can have. */
export type ProblemCode = RuleCode | RequestCode;

/** The HTTP status of each code. */
export const statusOf = {
  MalformedRequest: 400,
  MalformedAmount: 400,
  UnknownProperty: 400,
  IdempotencyKeyMissing: 400,
  MalformedCursor: 400,
  MalformedSealedValue: 400,
  Unauthenticated: 401,
  Forbidden: 403,
  RouteNotFound: 404,
  AccountNotFound: 404,
  EntryNotFound: 404,
  HoldNotFound: 404,
  TransferNotFound: 404,
  AlertNotFound: 404,
  CheckpointNotFound: 404,
  CloseNotFound: 404,
  FactNotFound: 404,
  TrailNotFound: 404,
  SealedValueNotFound: 404,
  AccountExists: 409,
  AccountFrozen: 409,
  AccountClosed: 409,
  AccountNotEmpty: 409,
  HoldCaptured: 409,
  HoldVoided: 409,
  HoldExpired: 409,
  HoldOfTransfer: 409,
  AlertResolved: 409,
  FactNotSealed: 409,
  CloseNotSealed: 409,
  TransferInProgress: 409,
  TransferSettled: 409,
  TransferNotInReview: 409,
  TransferNotInRepair: 409,
  RepairNotProposed: 409,
  ApprovedByProposer: 409,
  TransferEnded: 409,
  RequestInProgress: 409,
  SubjectErased: 410,
  RequestTooLarge: 413,
  IdempotencyKeyMisused: 422,
  TooFewPostings: 422,
  TooManyPostings: 422,
  TooManyAccounts: 422,
  UnknownAccount: 422,
  UnknownCurrency: 422,
  CurrencyMismatch: 422,
  SameAccount: 422,
  AmountPrecision: 422,
  AmountNotPositive: 422,
  AmountTooLarge: 422,
  UnbalancedEntry: 422,
  InsufficientFunds: 422,
  StripedWithFloor: 422,
  CaptureExceedsHold: 422,
  ExpiryNotInFuture: 422,
  RepairNotPossible: 422,
  SealedValueAltered: 422,
  InternalError: 500,
  TryAgain: 503,
} as const satisfies Record<ProblemCode, number>;
