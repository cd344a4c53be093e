import { type AccountId, parseAccountId } from '../../../domain/accounts/account.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { accepted, type Result, rejected } from '../../../domain/shared/result.ts';
import { firstVersionOf, streamIdOf } from '../../../domain/shared/stream-id.ts';
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

/** The newest event of the account that an address names; refuses `AccountNotFound`. */
export const newestOfPath = async (
  { ledger }: ApiServices,
  address: { readonly ledger: string; readonly id: string },
): Promise<Result<StoredEvent, Problem>> => {
  const accountId = accountIdOfPath(address.id);
  if (!accountId.ok) return accountId;
  const newest = await newestEvent(ledger.eventStore, streamIdOf(address.ledger, 'account', accountId.value));
  return newest === undefined ? rejected(noSuchAccount) : accepted(newest);
};

/** The first event of the account that another event is of. */
export const openingOf = ({ ledger }: ApiServices, { streamId }: StoredEvent): Promise<StoredEvent> =>
  eventAt(ledger.eventStore, streamId, firstVersionOf(streamId));
