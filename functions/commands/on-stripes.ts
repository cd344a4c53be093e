import type { AccountId } from '../../domain/accounts/account.ts';
import { stripesOf } from '../../domain/accounts/account-stream.ts';
import { chosenStripe, stripeIdOf } from '../../domain/accounts/stripe.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';
import type { Heads } from '../runtime/carry-out.ts';
import type { Ledger } from '../runtime/ledger.ts';

/** How many stripes an account has, as far as is known; 1 where it has none. */
export type StripesOf = (accountId: AccountId) => number;

/** What is planned on accounts, and what is planned instead where their heads show stripes that were not known of. */
export type OnStripes<Planned> = Planned & {
  readonly elsewhere: (heads: Heads) => OnStripes<Planned> | undefined;
};

export type PlannedOn = { readonly ledger: string; readonly accountIds: readonly AccountId[] };

/**
 * Plans on accounts of which it is known, or learnt from the head of the account's own stream, how many stripes they
 * have. What is planned must read that stream of each account that is not known to be striped. So an account without
 * stripes costs nothing here, and a striped one costs a read the first time that a process meets it.
 */
export const onStripes = <Planned extends object>(
  { stripes: memory }: Pick<Ledger, 'stripes'>,
  { ledger, accountIds }: PlannedOn,
  plan: (stripesOf: StripesOf) => Planned,
): OnStripes<Planned> => {
  const planWith = (known: ReadonlyMap<AccountId, number>): OnStripes<Planned> => ({
    ...plan((accountId) => known.get(accountId) ?? 1),
    elsewhere: (heads) => {
      const learnt = new Map(known);
      for (const accountId of accountIds) {
        if (learnt.has(accountId)) continue;
        const account = streamIdOf(ledger, 'account', accountId);
        const stripes = stripesOf(heads(account));
        if (stripes === 1) continue;
        learnt.set(accountId, stripes);
        memory?.remember(account, stripes);
      }
      return learnt.size === known.size ? undefined : planWith(learnt);
    },
  });
  const known = new Map<AccountId, number>();
  for (const accountId of accountIds) {
    const stripes = memory?.countOf(streamIdOf(ledger, 'account', accountId));
    if (stripes !== undefined) known.set(accountId, stripes);
  }
  return planWith(known);
};

/** The stream that takes what an entry or a hold, whose id is `chosenBy`, does to an account. */
export const streamTaking = (
  { ledger, chosenBy }: { readonly ledger: string; readonly chosenBy: string },
  accountId: AccountId,
  stripes: number,
): StreamId =>
  streamIdOf(ledger, 'account', stripes === 1 ? accountId : stripeIdOf(accountId, chosenStripe(chosenBy, stripes)));
