import { parseAccountId } from '../../../domain/accounts/account.ts';
import { accountKey, entryKey } from '../../../domain/projections/balance-rows.ts';
import { type Answer, ok } from '../answer.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { pageSizeDefault } from '../limits.ts';
import type { PageQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';
import { newestOfPath, noSuchAccount } from './account-of-path.ts';
import { completeUpTo } from './complete-up-to.ts';
import { entriesPage } from './entries-page.ts';

/** A page of the postings on an account, newest first, from the view; refuses `AccountNotFound`, `MalformedCursor`. */
export const listEntries = async (
  services: ApiServices,
  address: { readonly ledger: string; readonly id: string },
  { limit = pageSizeDefault, cursor }: PageQuery,
): Promise<Answer> => {
  if (parseAccountId(address.id) === undefined) return { problem: noSuchAccount };
  const list = `entries ${address.id}`;
  const after = readCursor(list, cursor);
  if (!after.ok) return { problem: after.rejection };
  // The account first: entries that come in between make the list longer, never the version a promise it does not keep.
  const [account] = await services.views.load([accountKey(address.ledger, address.id)]);
  const known = account === undefined ? await newestOfPath(services, address) : undefined;
  if (known?.ok === false) return { problem: known.rejection };
  const { partition } = entryKey(address.ledger, address.id, 0);
  const [page, upToVersion] = await Promise.all([
    entriesPage(services.views, { partition, after: after.value, limit }),
    completeUpTo(services.views, partition, account),
  ]);
  return ok({
    items: page.items,
    upToVersion,
    nextCursor: page.next === undefined ? null : cursorOf(list, page.next),
  });
};
