import { amountText, overpreciseText } from '../book.ts';
import type { Client } from '../client.ts';

/** Asks for something that no state of the ledger allows. */
export const askForTheImpossible = async ({ random, book, write }: Client): Promise<void> => {
  const { id, currency } = random.oneOf(book.wallets);
  const one = amountText(1_000, currency);
  const leg = (accountId: string, side: string, amount: unknown, code: string = currency) => ({
    accountId,
    side,
    amount,
    currency: code,
  });
  const other = random.oneOf(book.wallets.filter((wallet) => wallet.id !== id));
  const entry = (...postings: readonly unknown[]) => ({ description: 'Impossible', postings });
  const [bank] = book.banks.filter((account) => account.currency === currency);
  const nobody = `${book.prefix}nobody`;
  const from = bank?.id ?? nobody;
  const wrongCurrency = currency === 'USD' ? 'JPY' : 'USD';
  const entries = [
    entry(leg(from, 'debit', one), leg(id, 'credit', amountText(2_000, currency))),
    entry(leg(from, 'debit', one), leg(nobody, 'credit', one)),
    entry(leg(from, 'debit', overpreciseText(currency)), leg(id, 'credit', overpreciseText(currency))),
    entry(leg(from, 'debit', '1', wrongCurrency), leg(id, 'credit', '1', wrongCurrency)),
    entry(leg(from, 'debit', one)),
    entry(leg(from, 'debit', 1), leg(id, 'credit', 1)),
    { ...entry(leg(from, 'debit', one), leg(id, 'credit', one)), colour: 'red' },
  ];
  const hold = { accountId: id, destinationAccountId: id, amount: one, currency };
  const past = { ...hold, destinationAccountId: other.id, expiresAt: '2026-01-01T00:00:00.000Z' };
  if (random.chance(0.2)) await write('/v1/holds', other.currency === currency && random.chance(0.5) ? past : hold);
  else await write('/v1/journal-entries', random.oneOf(entries));
};
