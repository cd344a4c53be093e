import { isStripeId, wholeIdOf } from '../../../domain/accounts/stripe.ts';
import type { JournalEntryPosted, PostedPosting } from '../../../domain/facts/journal-entry-posted.ts';
import { parseFact } from '../../facts/parse-fact.ts';
import { balanceAfter } from './balance-after.ts';
import { correlationOf } from './correlation-of.ts';

const newestSchemaVersion: JournalEntryPosted['schemaVersion'] = 3;

/** A journal entry, from its stored event, of whatever version. */
export const entryAnswer = ({ text, hash }: { readonly text: string; readonly hash: string }) => {
  const fact = entryIn(text);
  return {
    id: fact.entryId,
    description: fact.description,
    effectiveDate: fact.effectiveDate,
    valueDate: fact.valueDate,
    recordedAt: fact.recordedAt,
    postings: fact.postings.map(postingAnswer),
    metadata: fact.metadata,
    actor: fact.actor,
    correlationId: correlationOf(fact),
    holdId: fact.holdId ?? null,
    transferId: fact.transferId ?? null,
    hash,
  };
};

// Only the ledger writes entries, so those of the newest version, which are nearly all, need no second look.
const entryIn = (text: string): JournalEntryPosted => {
  const written = JSON.parse(text) as { readonly schemaVersion: number };
  return (
    written.schemaVersion === newestSchemaVersion
      ? written
      : parseFact('JournalEntryPosted', written.schemaVersion, written)
  ) as JournalEntryPosted;
};

const postingAnswer = (posting: PostedPosting) => ({
  accountId: wholeIdOf(posting.accountId),
  side: posting.side,
  amount: posting.amount,
  currency: posting.currency,
  // What a stripe has come to says nothing of its account.
  ...(isStripeId(posting.accountId)
    ? { accountVersion: null, balanceAfter: null }
    : { accountVersion: posting.version, balanceAfter: balanceAfter(posting) }),
});
