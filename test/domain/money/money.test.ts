import { describe, expect, it } from '@jest/globals';
import {
  add,
  compare,
  isZero,
  negate,
  parseMoney,
  parsePositiveMoney,
  storedMoney,
} from '../../../domain/money/money.ts';
import { money } from '../../support/money.ts';

const codeOf = (amount: string, currency = 'USD'): string => {
  const parsed = parsePositiveMoney(amount, currency);
  return parsed.ok ? parsed.value.amount : parsed.rejection.code;
};

describe('money', () => {
  it('is written with exactly the digits of its currency', () => {
    expect(codeOf('12.5')).toBe('12.50');
    expect(codeOf('12', 'JPY')).toBe('12');
    expect(codeOf('1.5', 'BHD')).toBe('1.500');
    expect(codeOf('1', 'CLF')).toBe('1.0000');
  });

  it.each([
    '1e3',
    '.5',
    '5.',
    '+1',
    '007',
    '00.5',
    ' 1',
    '1 ',
    '1,000.00',
    '0x1f',
    'NaN',
    'Infinity',
    '',
    '-',
    '--1',
    '١',
  ])('is not read from %p', (text) => expect(codeOf(text)).toBe('MalformedAmount'));

  it('is refused where its digits are more than the currency has', () => {
    expect(codeOf('12.345')).toBe('AmountPrecision');
    expect(codeOf('1.0', 'JPY')).toBe('AmountPrecision');
    expect(codeOf('1.5000', 'BHD')).toBe('AmountPrecision');
  });

  it('is refused in a currency that ISO 4217 does not list', () => {
    expect(codeOf('1.00', 'usd')).toBe('UnknownCurrency');
    expect(codeOf('1.00', 'XAU')).toBe('UnknownCurrency');
    expect(codeOf('1.00', '__proto__')).toBe('UnknownCurrency');
  });

  it('has at most fourteen digits before the point', () => {
    expect(codeOf('99999999999999.99')).toBe('99999999999999.99');
    expect(codeOf('100000000000000')).toBe('AmountTooLarge');
  });

  it('is positive where a posting needs it', () => {
    expect(codeOf('0.00')).toBe('AmountNotPositive');
    expect(codeOf('-0.01')).toBe('AmountNotPositive');
    expect(codeOf('0.01')).toBe('0.01');
  });

  it('names what is malformed before what is unknown, and that before digits', () => {
    expect(codeOf('1e3', 'ZZZ')).toBe('MalformedAmount');
    expect(codeOf('1.234567', 'ZZZ')).toBe('UnknownCurrency');
  });

  it('has one zero', () => {
    const parsed = parseMoney('-0.00', 'USD');
    expect(parsed.ok && parsed.value.amount).toBe('0.00');
    expect(negate(money('0')).amount).toBe('0.00');
    expect(isZero(add(money('1'), money('-1')))).toBe(true);
  });

  it('does not mix currencies', () => {
    expect(() => add(money('1'), money('1', 'EUR'))).toThrow('Arithmetic across currencies');
    expect(() => compare(money('1'), money('1', 'EUR'))).toThrow('Arithmetic across currencies');
  });

  it('is read back only in the text it was written in', () => {
    expect(storedMoney('1.50', 'USD').amount).toBe('1.50');
    expect(() => storedMoney('1.5', 'USD')).toThrow('canonical');
    expect(() => storedMoney('1e3', 'USD')).toThrow('Not money');
    expect(() => storedMoney('1.00', 'ZZZ')).toThrow('Not money');
  });
});
