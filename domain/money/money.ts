import { Decimal } from 'decimal.js';
import type { Brand } from '../shared/brand.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';
import { type CurrencyCode, digitsOf, parseCurrencyCode } from './currency.ts';

/** An exact amount of one currency, in decimal text with exactly the currency's digits; may be negative. */
export type Money = Brand<{ readonly currency: CurrencyCode; readonly amount: string }, 'Money'>;

/** Money greater than zero; only `parsePositiveMoney` and `positive` make one. */
export type PositiveMoney = Brand<Money, 'PositiveMoney'>;

export type MoneyRejection = {
  readonly code: 'MalformedAmount' | 'UnknownCurrency' | 'AmountPrecision' | 'AmountNotPositive' | 'AmountTooLarge';
  readonly detail: string;
};

/** With at most four minor digits this stays within the 18 digits that ISO 20022 amounts have. */
export const amountIntegerDigitsMaximum = 14;

// A private clone: another module's settings cannot change how sums are rounded, and 60 digits never round one.
const ExactDecimal = Decimal.clone({ precision: 60, toExpNeg: -60, toExpPos: 60, defaults: true });

const amountPattern = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * Reads decimal text such as `12.5` as money of a currency. Refuses, in this order: what is not plain decimal text
 * (`1e3`, `.5`, `+1`, `007`), a currency that is not in ISO 4217, more digits than the currency has, and more than
 * `amountIntegerDigitsMaximum` digits before the point.
 */
export const parseMoney = (amount: string, currency: string): Result<Money, MoneyRejection> => {
  const parts = amountPattern.exec(amount);
  if (parts === null)
    return rejected({ code: 'MalformedAmount', detail: 'An amount is decimal text such as "12.50".' });
  const code = parseCurrencyCode(currency);
  if (code === undefined) return rejected({ code: 'UnknownCurrency', detail: 'The currency is not in ISO 4217.' });
  const digits = digitsOf(code);
  if ((parts[2]?.length ?? 1) - 1 > digits)
    return rejected({ code: 'AmountPrecision', detail: `${code} amounts have at most ${digits} decimal digits.` });
  if ((parts[1]?.length ?? 0) > amountIntegerDigitsMaximum)
    return rejected({
      code: 'AmountTooLarge',
      detail: `At most ${amountIntegerDigitsMaximum} digits before the point.`,
    });
  return accepted(moneyOf(code, new ExactDecimal(amount)));
};

/** Reads an amount that must be greater than zero; refuses what `parseMoney` refuses, then `AmountNotPositive`. */
export const parsePositiveMoney = (amount: string, currency: string): Result<PositiveMoney, MoneyRejection> => {
  const money = parseMoney(amount, currency);
  if (!money.ok) return money;
  const checked = positive(money.value);
  if (checked === undefined) return rejected({ code: 'AmountNotPositive', detail: 'The amount must be positive.' });
  return accepted(checked);
};

export const positive = (money: Money): PositiveMoney | undefined =>
  isNegative(money) || isZero(money) ? undefined : (money as PositiveMoney);

/** Money that the ledger itself wrote. Throws InvariantViolation if the text is not what `parseMoney` would write. */
export const storedMoney = (amount: string, currency: string): Money => {
  const code = parseCurrencyCode(currency);
  if (code === undefined || !amountPattern.test(amount))
    throw new InvariantViolation(`Not money: ${amount} ${currency}`);
  const money = moneyOf(code, new ExactDecimal(amount));
  if (money.amount !== amount) throw new InvariantViolation(`Not money in canonical text: ${amount} ${currency}`);
  return money;
};

export const zero = (currency: CurrencyCode): Money => moneyOf(currency, new ExactDecimal(0));

export const add = (left: Money, right: Money): Money =>
  moneyOf(sameCurrency(left, right), new ExactDecimal(left.amount).plus(right.amount));

export const subtract = (left: Money, right: Money): Money =>
  moneyOf(sameCurrency(left, right), new ExactDecimal(left.amount).minus(right.amount));

export const negate = (money: Money): Money => subtract(zero(money.currency), money);

export const sum = (currency: CurrencyCode, amounts: readonly Money[]): Money => amounts.reduce(add, zero(currency));

/** Negative, zero or positive as `left` is less than, equal to or greater than `right`. */
export const compare = (left: Money, right: Money): number => {
  sameCurrency(left, right);
  return new ExactDecimal(left.amount).comparedTo(right.amount);
};

export const isNegative = (money: Money): boolean => money.amount.startsWith('-');

export const isZero = (money: Money): boolean => !/[1-9]/.test(money.amount);

const moneyOf = (currency: CurrencyCode, amount: Decimal): Money => {
  const text = amount.toFixed(digitsOf(currency));
  return { currency, amount: amount.isZero() ? text.replace('-', '') : text } as Money;
};

const sameCurrency = (left: Money, right: Money): CurrencyCode => {
  if (left.currency !== right.currency)
    throw new InvariantViolation(`Arithmetic across currencies: ${left.currency} and ${right.currency}`);
  return left.currency;
};
