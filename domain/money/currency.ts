import type { Brand } from '../shared/brand.ts';

/** An ISO 4217 alphabetic code that has minor units. */
export type CurrencyCode = Brand<string, 'CurrencyCode'>;

/**
 * Digits of the minor unit by currency, from ISO 4217 list one as published on 2026-01-01. Codes without minor units
 * (metals, test codes) are left out. Intl is not used: it disagrees for HUF, IDR, COP and others.
 */
const codesByDigits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF ' +
    'CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL ' +
    'HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU ' +
    'MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR ' +
    'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED ' +
    'VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const digitsByCode: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByDigits).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)])),
);

/** Every code of the table, in alphabetic order. */
export const currencyCodes: readonly CurrencyCode[] = [...digitsByCode.keys()].sort() as CurrencyCode[];

export const parseCurrencyCode = (text: string): CurrencyCode | undefined =>
  digitsByCode.has(text) ? (text as CurrencyCode) : undefined;

/** Decimal digits of the currency's minor unit: 0 to 4. */
export const digitsOf = (currency: CurrencyCode): number => digitsByCode.get(currency) ?? 0;
