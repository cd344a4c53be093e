import type { StreamId } from '../../domain/shared/stream-id.ts';

/**
 * How many stripes accounts have, by their own streams: of striped accounts only, which are few. It never changes, so
 * it is right for as long as it is remembered.
 */
export type StripeMemory = {
  readonly countOf: (account: StreamId) => number | undefined;
  readonly remember: (account: StreamId, stripes: number) => void;
};

/** Striped accounts that are remembered; of more, the one learnt first is forgotten, and learnt again when met. */
export const stripedAccountsMaximum = 10_000;

export const stripeMemory = (accountsMaximum = stripedAccountsMaximum): StripeMemory => {
  const counts = new Map<StreamId, number>();
  return {
    countOf: (account) => counts.get(account),
    remember: (account, stripes) => {
      counts.set(account, stripes);
      const oldest = counts.size > accountsMaximum ? counts.keys().next().value : undefined;
      if (oldest !== undefined) counts.delete(oldest);
    },
  };
};
