import { storedMoney } from '../../../domain/money/money.ts';
import { type AccountRow, accountKey } from '../../../domain/projections/balance-rows.ts';
import { type Answer, ok } from '../answer.ts';
import { balanceOf } from '../answers/account-answer.ts';
import { cursorOf, readCursor } from '../cursor.ts';
import { pageSizeDefault } from '../limits.ts';
import type { AccountsQuery } from '../schemas/queries.ts';
import type { ApiServices } from '../services.ts';
import { wholeRows } from './whole-row.ts';

/** A page of accounts by id, from the view; refuses `MalformedCursor`. */
export const listAccounts = async (
  { views }: ApiServices,
  ledger: string,
  { prefix, limit = pageSizeDefault, cursor }: AccountsQuery,
): Promise<Answer> => {
  const list = `accounts ${prefix ?? ''}`;
  const after = readCursor(list, cursor);
  if (!after.ok) return { problem: after.rejection };
  const rows = await views.query({
    partition: accountKey(ledger, '').partition,
    limit: limit + 1,
    ...(prefix === undefined ? {} : { prefix }),
    ...(after.value === undefined ? {} : { after: after.value }),
  });
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  // An account whose opening has not come is not listed yet: nobody would know its name.
  const known = page.filter(({ body }) => (body as unknown as AccountRow).openedAt !== null);
  const items = await wholeRows(views, ledger, known);
  return ok({ items: items.map(accountOfRow), nextCursor: last === undefined ? null : cursorOf(list, last.key.sort) });
};

const accountOfRow = (row: AccountRow) => {
  const money = (amount: string) => storedMoney(amount, row.currency);
  const { accountId, type, normalSide, currency, status, floor, stripes = 1, version, openedAt, metadata } = row;
  const balance = balanceOf({
    accountType: type,
    debits: money(row.debits),
    credits: money(row.credits),
    heldDebits: money(row.heldDebits),
    heldCredits: money(row.heldCredits),
  });
  return {
    id: accountId,
    name: row.name,
    type,
    normalSide,
    currency,
    status,
    floor,
    stripes,
    version,
    balance,
    openedAt,
    metadata,
  };
};
