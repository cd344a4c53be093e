import { amountText, currencies, inCurrency, type KnownAccount } from '../book.ts';
import type { Client } from '../client.ts';

const leg = ({ id, currency }: KnownAccount, side: 'debit' | 'credit', minorUnits: number) => ({
  accountId: id,
  side,
  amount: amountText(minorUnits, currency),
  currency,
});

type Leg = ReturnType<typeof leg>;

/** Posts an entry and remembers it. */
const post = async ({ write, book }: Client, description: string, postings: readonly Leg[]): Promise<void> => {
  const entry = await write('/v1/journal-entries', { description, effectiveDate: '2026-11-23', postings });
  if (typeof entry?.['id'] === 'string') book.entryIds.push(entry['id']);
};

/** Money comes in at the bank. */
export const deposit = (client: Client): Promise<void> => {
  const { random, book } = client;
  const wallet = random.oneOf([...book.wallets, ...book.sellers]);
  const amount = random.between(1, 20_000);
  return post(client, 'A deposit', [
    leg(inCurrency(book.banks, wallet.currency), 'debit', amount),
    leg(wallet, 'credit', amount),
  ]);
};

/** One wallet pays another and a fee, as long as there is enough. */
export const pay = (client: Client): Promise<void> => {
  const { random, book } = client;
  const payer = random.oneOf(book.wallets);
  const payees = book.wallets.filter(({ id, currency }) => id !== payer.id && currency === payer.currency);
  const payee = random.perhapsOneOf(payees);
  if (payee === undefined) return deposit(client);
  const amount = random.between(2, 9_000);
  const fee = random.between(1, amount - 1);
  return post(client, 'A payment', [
    leg(payer, 'debit', amount),
    leg(payee, 'credit', amount - fee),
    leg(inCurrency(book.fees, payer.currency), 'credit', fee),
  ]);
};

/** Two currencies in one entry. */
export const exchangeCurrencies = (client: Client): Promise<void> => {
  const { random, book } = client;
  const [one, other] = [random.oneOf(book.wallets), random.oneOf(book.wallets)];
  if (one.currency === other.currency) return pay(client);
  const [given, taken] = [random.between(1, 2_000), random.between(1, 2_000)];
  return post(client, 'An exchange', [
    leg(one, 'debit', given),
    leg(inCurrency(book.banks, one.currency), 'credit', given),
    leg(inCurrency(book.banks, other.currency), 'debit', taken),
    leg(other, 'credit', taken),
  ]);
};

/** An entry of many postings, two on each account. */
export const payOutShares = (client: Client): Promise<void> => {
  const { random, book } = client;
  const currency = random.oneOf(currencies);
  const wallets = book.wallets.filter((wallet) => wallet.currency === currency);
  const shares = [...wallets, ...wallets].map((wallet) => ({ wallet, amount: random.between(1, 50) }));
  if (shares.length === 0) return deposit(client);
  const total = shares.reduce((sum, { amount }) => sum + amount, 0);
  return post(client, 'Shares', [
    leg(inCurrency(book.banks, currency), 'debit', total),
    ...shares.map(({ wallet, amount }) => leg(wallet, 'credit', amount)),
  ]);
};
