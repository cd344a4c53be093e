import { balancesOf, normalSideOf } from '../../../domain/accounts/account.ts';
import type { OpenedAccount } from '../../../domain/accounts/account-decider.ts';
import { accountOf } from '../../../domain/accounts/account-stream.ts';
import type { AccountOpened } from '../../../domain/facts/account-facts.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';

/** An account as of one of its events; `opened` is its first. */
export const accountAnswer = (opened: StoredEvent, event: StoredEvent) => {
  const { name, metadata, recordedAt } = JSON.parse(opened.text) as AccountOpened;
  const account = accountOf(event);
  return {
    id: account.accountId,
    name,
    type: account.accountType,
    normalSide: normalSideOf(account.accountType),
    currency: account.currency,
    status: account.status,
    floor: account.floor?.amount ?? null,
    version: event.version,
    balance: balanceOf(account),
    openedAt: recordedAt,
    metadata,
  };
};

/** The balance of an account as of one of its events. */
export const balanceAnswer = (event: StoredEvent) => {
  const account = accountOf(event);
  const { recordedAt } = JSON.parse(event.text) as Pick<AccountOpened, 'recordedAt'>;
  const { accountId, currency } = account;
  return { accountId, currency, version: event.version, recordedAt, ...balanceOf(account) };
};

/** Balances in the account's normal side, and the totals that they come from. */
export const balanceOf = (
  account: Pick<OpenedAccount, 'accountType' | 'debits' | 'credits' | 'heldDebits' | 'heldCredits'>,
) => {
  const { posted, pending, available, held } = balancesOf(account.accountType, account);
  return {
    posted: posted.amount,
    pending: pending.amount,
    available: available.amount,
    held: held.amount,
    debits: account.debits.amount,
    credits: account.credits.amount,
  };
};
