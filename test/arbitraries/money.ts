import fc from 'fast-check';
import { type CurrencyCode, currencyCodes, digitsOf } from '../../domain/money/currency.ts';
import { amountIntegerDigitsMaximum } from '../../domain/money/money.ts';

export const anyCurrency = fc.constantFrom(...currencyCodes);

/** Minor units as the text the ledger writes: the tests' own arithmetic, in bigint. */
export const textOf = (minorUnits: bigint, currency: CurrencyCode): string => {
  const digits = digitsOf(currency);
  const sign = minorUnits < 0n ? '-' : '';
  const text = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

/** The text as minor units. */
export const minorUnitsOf = (text: string): bigint => BigInt(text.replace('.', ''));

export const largestMinorUnits = (currency: CurrencyCode): bigint =>
  10n ** BigInt(amountIntegerDigitsMaximum + digitsOf(currency)) - 1n;

/** Minor units of a currency, negative ones too, up to the largest amount. */
export const anyMinorUnits = (currency: CurrencyCode): fc.Arbitrary<bigint> => {
  const max = largestMinorUnits(currency);
  return fc.bigInt({ min: -max, max });
};
