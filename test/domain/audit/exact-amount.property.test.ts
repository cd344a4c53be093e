import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalTextOf, millionthsOf } from '../../../domain/audit/exact-amount.ts';
import { add, compare } from '../../../domain/money/money.ts';
import { money } from '../../support/money.ts';

const anyAmount = fc
  .tuple(fc.bigInt({ min: 1n - 10n ** 14n, max: 10n ** 14n - 1n }), fc.nat({ max: 99 }))
  .map(([whole, cents]) => money(`${whole}.${String(cents).padStart(2, '0')}`));

describe('the auditor’s arithmetic', () => {
  it('reads decimal text and nothing else', () => {
    expect(millionthsOf('12.50')).toBe(12_500_000n);
    expect(millionthsOf('-0.01')).toBe(-10_000n);
    for (const text of ['', '1e3', '.5', '1.', '+1', '007', '1.0000001', ' 1', 'NaN'])
      expect(millionthsOf(text)).toBeUndefined();
  });

  it('agrees with the ledger’s', () => {
    fc.assert(
      fc.property(anyAmount, anyAmount, (left, right) => {
        const sum = (millionthsOf(left.amount) ?? 0n) + (millionthsOf(right.amount) ?? 0n);
        expect(sum).toBe(millionthsOf(add(left, right).amount));
        expect(Math.sign(compare(left, right))).toBe(
          Math.sign(Number((millionthsOf(left.amount) ?? 0n) - (millionthsOf(right.amount) ?? 0n))),
        );
        expect(millionthsOf(decimalTextOf(sum))).toBe(sum);
      }),
    );
  });
});
