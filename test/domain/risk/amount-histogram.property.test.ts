import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyHistogram, quantileOf, withAmount } from '../../../domain/risk/amount-histogram.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';

const anyAmount = fc.oneof(fc.bigInt({ min: 1n, max: 40n }), fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }));
const anyAmounts = fc.array(anyAmount, { minLength: 1, maxLength: 60 });
const histogramOf = (amounts: readonly bigint[]) => amounts.reduce(withAmount, emptyHistogram);

describe('a histogram of amounts', () => {
  it('knows the middle and the edge of what it saw', () => {
    const histogram = histogramOf([100n, 200n, 300n, 400n, 100_000n]);
    expect(quantileOf(histogram, 500)).toBe(319n);
    expect(quantileOf(histogram, 1000)).toBe(114_687n);
  });

  it('knows nothing of nothing', () => {
    expect(quantileOf(emptyHistogram, 950)).toBeUndefined();
  });

  it('errs by less than a quarter, and upwards', () => {
    fc.assert(
      fc.property(anyAmounts, fc.integer({ min: 1, max: 1000 }), (amounts, permille) => {
        const rising = [...amounts].sort((left, right) => (left < right ? -1 : Number(left > right)));
        const exact = rising[Math.ceil((amounts.length * permille) / 1000) - 1] ?? 0n;
        const found = quantileOf(histogramOf(amounts), permille) ?? 0n;
        expect(found).toBeGreaterThanOrEqual(exact);
        expect(found * 4n).toBeLessThan(exact * 5n);
      }),
    );
  });

  it('is the same, byte for byte, in any order', () => {
    fc.assert(
      fc.property(
        anyAmounts.chain((amounts) =>
          fc.tuple(fc.constant(amounts), fc.shuffledSubarray(amounts, { minLength: amounts.length })),
        ),
        ([amounts, shuffled]) => {
          expect(canonicalJson(histogramOf(shuffled))).toBe(canonicalJson(histogramOf(amounts)));
        },
      ),
    );
  });
});
