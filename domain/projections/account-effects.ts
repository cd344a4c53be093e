import type { Side } from '../accounts/account.ts';
import type { AccountEffect } from '../facts/account-facts.ts';
import type { Fact } from '../facts/fact.ts';
import type { JournalEntryPosted } from '../facts/journal-entry-posted.ts';

/** What a fact did to one account, with the postings of the entry that moved it; none where it is no entry. */
export type EffectOfFact = {
  readonly effect: AccountEffect;
  readonly postings: readonly { readonly side: Side; readonly amount: string }[];
};

/**
 * What a fact did to accounts, once for each account; every version of an account is the effect of exactly one fact.
 */
export const effectsOf = (fact: Fact): readonly EffectOfFact[] => {
  switch (fact.type) {
    case 'JournalEntryPosted':
      return effectsOfEntry(fact);
    case 'HoldAuthorized':
    case 'HoldVoided':
    case 'HoldExpired':
      return fact.effects.map((effect) => ({ effect, postings: [] }));
    case 'AccountOpened':
    case 'AccountFrozen':
    case 'AccountUnfrozen':
    case 'AccountClosed':
    case 'AccountLimitsChanged':
      return [{ effect: fact, postings: [] }];
    default:
      return [];
  }
};

const effectsOfEntry = ({ postings }: JournalEntryPosted): readonly EffectOfFact[] => {
  const byAccount = Map.groupBy(postings, ({ accountId }) => accountId);
  return [...byAccount.values()].flatMap((ofAccount) => {
    const [effect] = ofAccount;
    return effect === undefined ? [] : [{ effect, postings: ofAccount.map(({ side, amount }) => ({ side, amount })) }];
  });
};
