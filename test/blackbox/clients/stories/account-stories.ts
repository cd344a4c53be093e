import { amountText, currencies, inCurrency, type KnownAccount } from '../book.ts';
import type { Client } from '../client.ts';

/** Freezes the client's own wallet for a moment, in which others run into it. */
export const freezeForAWhile = async ({ own, write, read }: Client): Promise<void> => {
  await write(`/v1/accounts/${own.id}/freeze`, {});
  await read(`/v1/accounts/${own.id}`);
  await write(`/v1/accounts/${own.id}/unfreeze`, {});
};

/** Raises the floor of the client's own wallet, and takes it down again. */
export const raiseFloorForAWhile = async ({ own, random, write, read }: Client): Promise<void> => {
  await write(`/v1/accounts/${own.id}/limits`, { floor: amountText(random.between(1, 4_000), own.currency) });
  await read(`/v1/accounts/${own.id}/balance`);
  await write(`/v1/accounts/${own.id}/limits`, { floor: amountText(0, own.currency) });
};

/** An account that is opened, used, emptied and closed, and then wanted again. */
export const openAndClose = async (client: Client): Promise<void> => {
  const { random, book, write, name } = client;
  const currency = random.oneOf(currencies);
  const id = `${book.prefix}passing:${name.replace(/\W/g, '-')}-${book.passing.length}-${random.below(1_000_000)}`;
  const body = { id, name: 'Passing', type: 'liability', currency, floor: amountText(0, currency) };
  const passing: KnownAccount = { id, currency };
  if ((await write('/v1/accounts', body)) === undefined) return;
  book.passing.push(passing);
  await move(client, passing, 'credit');
  await write(`/v1/accounts/${id}/close`, {});
  await move(client, passing, 'debit');
  await write(`/v1/accounts/${id}/close`, {});
  await move(client, passing, 'credit');
  await write('/v1/accounts', body);
};

const stake = 700;

const move = async ({ book, write }: Client, account: KnownAccount, side: 'debit' | 'credit'): Promise<void> => {
  const amount = amountText(stake, account.currency);
  const bank = inCurrency(book.banks, account.currency);
  const leg = ({ id, currency }: KnownAccount, of: string) => ({ accountId: id, side: of, amount, currency });
  const postings = [leg(account, side), leg(bank, side === 'debit' ? 'credit' : 'debit')];
  const entry = await write('/v1/journal-entries', { description: 'In passing', postings });
  if (typeof entry?.['id'] === 'string') book.entryIds.push(entry['id']);
};
