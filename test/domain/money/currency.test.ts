import { describe, expect, it } from '@jest/globals';
import { currencyCodes, digitsOf, parseCurrencyCode } from '../../../domain/money/currency.ts';

describe('the currency table', () => {
  it('has the minor units of ISO 4217, also where Intl differs', () => {
    const digits = (code: string) => {
      const currency = parseCurrencyCode(code);
      return currency === undefined ? undefined : digitsOf(currency);
    };
    expect(['USD', 'HUF', 'IDR', 'COP', 'JPY', 'BHD', 'CLF'].map(digits)).toEqual([2, 2, 2, 2, 0, 3, 4]);
    expect(['XAU', 'XXX', 'XTS', 'HRK', ''].map(digits)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('lists each code once', () => {
    expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
    expect(currencyCodes.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    expect(currencyCodes).toHaveLength(165);
  });
});
