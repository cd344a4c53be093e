import { describe, expect, it } from '@jest/globals';
import { add, parsePositiveMoney, storedMoney } from '../../../domain/money/money.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { money } from '../../support/money.ts';

describe('money that is refused', () => {
  it.each([
    ['1e3', 'USD', 'MalformedAmount', 'An amount is decimal text such as "12.50".'],
    ['1.00', 'XAU', 'UnknownCurrency', 'The currency is not in ISO 4217.'],
    ['1.001', 'USD', 'AmountPrecision', 'USD amounts have at most 2 decimal digits.'],
    ['1.0', 'JPY', 'AmountPrecision', 'JPY amounts have at most 0 decimal digits.'],
    ['100000000000000', 'USD', 'AmountTooLarge', 'At most 14 digits before the point.'],
    ['0.00', 'USD', 'AmountNotPositive', 'The amount must be positive.'],
    ['-0.01', 'USD', 'AmountNotPositive', 'The amount must be positive.'],
  ])('as %s %s is with %s, says why', (amount, currency, code, detail) => {
    expect(parsePositiveMoney(amount, currency)).toEqual({ ok: false, rejection: { code, detail } });
  });

  it.each([
    ['1.00', 'XAU', 'Not money: 1.00 XAU'],
    ['1e3', 'USD', 'Not money: 1e3 USD'],
    ['1.5', 'USD', 'Not money in canonical text: 1.5 USD'],
    ['-0.00', 'USD', 'Not money in canonical text: -0.00 USD'],
  ])('where it was stored as %s %s is a defect', (amount, currency, says) => {
    expect(() => storedMoney(amount, currency)).toThrow(new InvariantViolation(says));
  });
});

describe('a sum', () => {
  it('is exact with far more digits than any amount has', () => {
    let doubled = money('99999999999999.999', 'KWD');
    let thousandths = 99_999_999_999_999_999n;
    for (let times = 0; times < 100; times += 1) {
      doubled = add(doubled, doubled);
      thousandths *= 2n;
    }
    expect(doubled.amount.replace('.', '')).toBe(thousandths.toString());
  });
});
