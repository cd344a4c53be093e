import { ok } from '../answer.ts';
import { accountAnswer, balanceAnswer } from '../answers/account-answer.ts';
import {
  getAccountOperation,
  getBalanceOperation,
  listAccountsOperation,
  listEntriesOperation,
} from '../operations/accounts.ts';
import { newestOfPath, openingOf } from '../reads/account-of-path.ts';
import { listAccounts } from '../reads/list-accounts.ts';
import { listEntries } from '../reads/list-entries.ts';
import { type Route, reading } from '../route.ts';

/** What can be asked about accounts. */
export const accountRoutes: readonly Route[] = [
  reading(listAccountsOperation, ({ origin, query }, services) => listAccounts(services, origin.ledger, query)),
  reading(getAccountOperation, async ({ origin, id }, services) => {
    const newest = await newestOfPath(services, { ledger: origin.ledger, id });
    if (!newest.ok) return { problem: newest.rejection };
    return ok(accountAnswer(await openingOf(services, newest.value), newest.value));
  }),
  reading(getBalanceOperation, async ({ origin, id }, services) => {
    const newest = await newestOfPath(services, { ledger: origin.ledger, id });
    return newest.ok ? ok(balanceAnswer(newest.value)) : { problem: newest.rejection };
  }),
  reading(listEntriesOperation, ({ origin, id, query }, services) =>
    listEntries(services, { ledger: origin.ledger, id }, query),
  ),
];
