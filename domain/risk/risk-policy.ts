/** From how many, or from how much, a window is looked at by a person, and from where it blocks. Beyond, not at. */
export type Limits<Amount> = { readonly review: Amount; readonly block: Amount };

export type RiskWindow = 'minute' | 'hour' | 'day';

/** What counts as too fast and as unusual. A plain value: a business that knows its accounts gives its own. */
export type RiskPolicy = {
  /** How many departures an account may have in one minute, hour and day (UTC). */
  readonly countMaximum: Readonly<Record<RiskWindow, Limits<number>>>;
  /** How much may leave an account in a window, by currency, in decimal text; a currency without limits has none. */
  readonly sumMaximum: Readonly<Record<string, Partial<Readonly<Record<RiskWindow, Limits<string>>>>>>;
  readonly unusualAmount: {
    /** The amount that so many thousandths of the account's past do not exceed is what is usual for it ... */
    readonly permille: number;
    /** ... and more than so many times that is unusual ... */
    readonly timesMaximum: number;
    /** ... once so many departures have been seen; before that nobody knows what is usual. */
    readonly observationsMinimum: number;
  };
};

const largeSums = { day: { review: '10000000.00', block: '100000000.00' } } as const;

/**
 * Generous, for a ledger whose accounts are not known. The 95th percentile rather than the mean and deviation:
 * amounts are heavy-tailed, and one extreme among twenty must not make the next one look usual.
 */
export const defaultRiskPolicy: RiskPolicy = {
  countMaximum: {
    minute: { review: 20, block: 30 },
    hour: { review: 300, block: 600 },
    day: { review: 2_000, block: 5_000 },
  },
  sumMaximum: { EUR: largeSums, GBP: largeSums, USD: largeSums },
  unusualAmount: { permille: 950, timesMaximum: 10, observationsMinimum: 20 },
};
