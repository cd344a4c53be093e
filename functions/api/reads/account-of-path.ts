import { type AccountId, parseAccountId } from '../../../domain/accounts/account.ts';
import { accountOf } from '../../../domain/accounts/account-stream.ts';
import { stripeIdsOf } from '../../../domain/accounts/stripe.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { accepted, type Result, rejected } from '../../../domain/shared/result.ts';
import { firstVersionOf, type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import type { WholeEvents } from '../answers/account-answer.ts';
import { type Problem, problemOf } from '../problem.ts';
import type { ApiServices } from '../services.ts';
import { newestEvent } from './newest-event.ts';
import { eventAt } from './result-of.ts';

export const noSuchAccount: Problem = problemOf({ code: 'AccountNotFound', detail: 'There is no such account.' });

/** The account that an address names; refuses `AccountNotFound` for text that can name none. */
const accountIdOfPath = (id: string): Result<AccountId, Problem> => {
  const accountId = parseAccountId(id);
  return accountId === undefined ? rejected(noSuchAccount) : accepted(accountId);
};

/**
 * The newest events of the account that an address names and of its stripes; refuses `AccountNotFound`. Stripes are
 * read one by one, so of entries that are posted meanwhile any may be in it; all that were answered before are.
 */
export const newestOfPath = async (
  { ledger: { eventStore } }: ApiServices,
  address: { readonly ledger: string; readonly id: string },
): Promise<Result<WholeEvents, Problem>> => {
  const accountId = accountIdOfPath(address.id);
  if (!accountId.ok) return accountId;
  const streamOf = (id: AccountId): StreamId => streamIdOf(address.ledger, 'account', id);
  const own = await newestEvent(eventStore, streamOf(accountId.value));
  if (own === undefined) return rejected(noSuchAccount);
  const ids = stripeIdsOf(accountId.value, accountOf(own).stripes);
  const heads = ids.length === 0 ? [] : await eventStore.load(ids.map(streamOf), 'strong');
  return accepted({ own, stripes: heads.flatMap(({ newest }) => newest ?? []) });
};

/** The first event of the account that other events are of. */
export const openingOf = ({ ledger }: ApiServices, { own: { streamId } }: WholeEvents): Promise<StoredEvent> =>
  eventAt(ledger.eventStore, streamId, firstVersionOf(streamId));
