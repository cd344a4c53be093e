import { type AccountId, parseAccountId } from '../../../domain/accounts/account.ts';
import { accountOf } from '../../../domain/accounts/account-stream.ts';
import { stripeIdsOf } from '../../../domain/accounts/stripe.ts';
import type { Row } from '../../../domain/ports/projection-store.ts';
import { type AccountRow, accountKey, entryKey } from '../../../domain/projections/balance-rows.ts';
import { type Answer, ok } from '../answer.ts';
import type { WholeEvents } from '../answers/account-answer.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { pageSizeDefault } from '../limits.ts';
import type { PageQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';
import { newestOfPath, noSuchAccount } from './account-of-path.ts';
import { completeUpTo } from './complete-up-to.ts';
import { entriesPage } from './entries-page.ts';
import { stripedEntriesPage } from './striped-entries-page.ts';
import { stripeRows } from './whole-row.ts';

/** A page of the postings on an account, newest first, from the view; refuses `AccountNotFound`, `MalformedCursor`. */
export const listEntries = async (
  services: ApiServices,
  address: Address,
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
  const stripes = stripesIn(account, known?.ok === true ? known.value : undefined);
  const page = { after: after.value, limit };
  const { items, next, upToVersion } = await (stripes === 1
    ? entriesOfOne(services, address, { account, ...page })
    : entriesOfStripes(services, address, { account, stripes, ...page }));
  return ok({ items, upToVersion, nextCursor: next === undefined ? null : cursorOf(list, next) });
};

type Address = { readonly ledger: string; readonly id: string };
type Wanted = { readonly account: Row | undefined; readonly after: string | undefined; readonly limit: number };

const stripesIn = (account: Row | undefined, events: WholeEvents | undefined): number => {
  if (account !== undefined) return (account.body as unknown as AccountRow).stripes ?? 1;
  return events === undefined ? 1 : accountOf(events.own).stripes;
};

const partitionOf = ({ ledger, id }: Address): string => entryKey(ledger, id, 0).partition;

const entriesOfOne = async ({ views }: ApiServices, address: Address, { account, ...page }: Wanted) => {
  const partition = partitionOf(address);
  const [listed, upToVersion] = await Promise.all([
    entriesPage(views, { partition, ...page }),
    completeUpTo(views, partition, account),
  ]);
  return { ...listed, upToVersion };
};

const entriesOfStripes = async (
  { views }: ApiServices,
  { ledger, id }: Address,
  { account, stripes, ...page }: Wanted & { readonly stripes: number },
) => {
  const ids = stripeIdsOf(id as AccountId, stripes);
  const rows = await stripeRows(views, ledger, { accountId: id, stripes });
  const rowOf = new Map([...(account === undefined ? [] : [account]), ...rows].map((row) => [row.key.sort, row]));
  const [listed, ...complete] = await Promise.all([
    stripedEntriesPage(views, { partitions: ids.map((stripe) => partitionOf({ ledger, id: stripe })), ...page }),
    ...[id, ...ids].map((each) => completeUpTo(views, partitionOf({ ledger, id: each }), rowOf.get(each))),
  ]);
  return { ...listed, upToVersion: complete.reduce((sum, version) => sum + version, 0) };
};
