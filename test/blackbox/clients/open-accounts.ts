import { amountText, type Book, type Currency, currencies, type KnownAccount } from './book.ts';
import type { Client } from './client.ts';

export type Chart = { readonly walletsPerCurrency: number; readonly sellersPerCurrency: number };

/** Opens the accounts that a run starts with. Throws where one of them is refused. */
export const openAccounts = async ({ write, book }: Pick<Client, 'write' | 'book'>, chart: Chart): Promise<void> => {
  for (const wanted of chartOf(book, chart)) {
    const { id, currency, type, isLimited, among } = wanted;
    const floor = isLimited ? amountText(0, currency) : null;
    const opened = await write('/v1/accounts', { id, name: id.slice(book.prefix.length), type, currency, floor });
    if (opened === undefined) throw new Error(`${id} was not opened`);
    among.push({ id, currency });
  }
};

type Wanted = KnownAccount & {
  readonly type: 'asset' | 'income' | 'liability';
  readonly isLimited: boolean;
  readonly among: KnownAccount[];
};

const chartOf = (book: Book, { walletsPerCurrency, sellersPerCurrency }: Chart): readonly Wanted[] =>
  currencies.flatMap((currency): readonly Wanted[] => {
    const code = currency.toLowerCase();
    const many = (name: string, count: number, among: KnownAccount[]): readonly Wanted[] =>
      Array.from({ length: count }, (_, index) => ({
        ...about(`${name}:${code}:${index + 1}`, book, currency),
        type: 'liability',
        isLimited: true,
        among,
      }));
    return [
      { ...about(`bank:${code}`, book, currency), type: 'asset', isLimited: false, among: book.banks },
      { ...about(`fees:${code}`, book, currency), type: 'income', isLimited: false, among: book.fees },
      ...many('wallets', walletsPerCurrency, book.wallets),
      ...many('sellers', sellersPerCurrency, book.sellers),
    ];
  });

const about = (name: string, { prefix }: Book, currency: Currency): KnownAccount => ({
  id: `${prefix}${name}`,
  currency,
});
