/** An account of a run, in one currency. */
export type KnownAccount = { readonly id: string; readonly currency: Currency };

export const currencies = ['USD', 'JPY', 'KWD'] as const;
export type Currency = (typeof currencies)[number];

const digits = { USD: 2, JPY: 0, KWD: 3 } as const satisfies Record<Currency, number>;

/** Decimal text of a whole number of minor units. */
export const amountText = (minorUnits: number, currency: Currency): string =>
  (minorUnits / 10 ** digits[currency]).toFixed(digits[currency]);

/** Decimal text with one digit more than the currency has. */
export const overpreciseText = (currency: Currency): string => (1).toFixed(digits[currency] + 1).replace(/.$/, '1');

/** A write that was accepted, so that it can be repeated. */
export type DoneWrite = {
  readonly path: string;
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
};

export type KnownHold = { readonly id: string; readonly currency: Currency; readonly minorUnits: number };

export type KnownTransfer = { readonly id: string; readonly destination: string };

/** What the clients of a run know together; it only grows. */
export type Book = {
  /** How the id of each account of this run begins. */
  readonly prefix: string;
  readonly banks: KnownAccount[];
  readonly fees: KnownAccount[];
  /** Liabilities that may not be overdrawn. */
  readonly wallets: KnownAccount[];
  /** Liabilities that are paid out. */
  readonly sellers: KnownAccount[];
  /** Accounts that a single story opens and closes. */
  readonly passing: KnownAccount[];
  readonly done: DoneWrite[];
  readonly holds: KnownHold[];
  readonly transfers: KnownTransfer[];
  readonly entryIds: string[];
};

export const emptyBook = (prefix: string): Book => ({
  prefix,
  banks: [],
  fees: [],
  wallets: [],
  sellers: [],
  passing: [],
  done: [],
  holds: [],
  transfers: [],
  entryIds: [],
});

export const accountsOf = ({ banks, fees, wallets, sellers, passing }: Book): readonly KnownAccount[] => [
  ...banks,
  ...fees,
  ...wallets,
  ...sellers,
  ...passing,
];

/** The account of a currency among some. Throws where there is none. */
export const inCurrency = (accounts: readonly KnownAccount[], currency: Currency): KnownAccount => {
  const found = accounts.find((account) => account.currency === currency);
  if (found === undefined) throw new Error(`No account in ${currency}`);
  return found;
};
