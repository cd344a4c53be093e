import type { AccountRejection } from './account-decider.ts';

/**
 * Unknown, then the wrong currency, then the state, then the funds: a caller hears the same whichever account is first.
 */
const rank = {
  UnknownAccount: 0,
  CurrencyMismatch: 1,
  AccountExists: 2,
  AccountClosed: 2,
  AccountFrozen: 2,
  AccountNotEmpty: 2,
  StripedWithFloor: 2,
  InsufficientFunds: 3,
} as const satisfies Record<AccountRejection['code'], number>;

/**
 * The refusal to answer where several accounts refuse: the first in rank, then the first in order; undefined if none.
 */
export const foremost = (rejections: readonly AccountRejection[]): AccountRejection | undefined =>
  rejections.reduce<AccountRejection | undefined>(
    (first, next) => (first === undefined || rank[next.code] < rank[first.code] ? next : first),
    undefined,
  );
