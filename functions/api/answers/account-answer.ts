import { balancesOf, normalSideOf } from '../../../domain/accounts/account.ts';
import type { OpenedAccount } from '../../../domain/accounts/account-decider.ts';
import { accountOf } from '../../../domain/accounts/account-stream.ts';
import { wholeAccount } from '../../../domain/accounts/whole-account.ts';
import type { AccountOpened } from '../../../domain/facts/account-facts.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';

/** An event of an account's own stream, and one of each of its stripes; none where it is not striped. */
export type WholeEvents = { readonly own: StoredEvent; readonly stripes: readonly StoredEvent[] };

/** An account as of some of its events; `opened` is its first. */
export const accountAnswer = (opened: StoredEvent, events: WholeEvents) => {
  const { name, metadata, recordedAt } = JSON.parse(opened.text) as AccountOpened;
  const account = accountIn(events);
  return {
    id: account.accountId,
    name,
    type: account.accountType,
    normalSide: normalSideOf(account.accountType),
    currency: account.currency,
    status: account.status,
    floor: account.floor?.amount ?? null,
    stripes: account.stripes,
    version: versionOf(events),
    balance: balanceOf(account),
    openedAt: recordedAt,
    metadata,
  };
};

/** The balance of an account as of some of its events. */
export const balanceAnswer = (events: WholeEvents) => {
  const account = accountIn(events);
  const { accountId, currency } = account;
  const recordedAt = [events.own, ...events.stripes].map(recordedAtIn).sort().at(-1) ?? '';
  return { accountId, currency, version: versionOf(events), recordedAt, ...balanceOf(account) };
};

const accountIn = ({ own, stripes }: WholeEvents): OpenedAccount =>
  wholeAccount(accountOf(own), stripes.map(accountOf));

const versionOf = ({ own, stripes }: WholeEvents): number =>
  stripes.reduce((sum, { version }) => sum + version, own.version);

const recordedAtIn = ({ text }: StoredEvent): string =>
  (JSON.parse(text) as Pick<AccountOpened, 'recordedAt'>).recordedAt;

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
