import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, compare, negate, parseMoney, subtract, sum } from '../../../domain/money/money.ts';
import { anyCurrency, anyMinorUnits, textOf } from '../../arbitraries/money.ts';
import { money } from '../../support/money.ts';

const currencyAnd = (count: number) =>
  anyCurrency.chain((currency) =>
    fc.tuple(fc.constant(currency), fc.array(anyMinorUnits(currency), { minLength: count, maxLength: 40 })),
  );

describe('money, for every amount', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(currencyAnd(1), ([currency, [units = 0n]]) => {
        expect(money(textOf(units, currency), currency).amount).toBe(textOf(units, currency));
      }),
    );
  });

  it('adds, subtracts and compares as whole minor units do', () => {
    fc.assert(
      fc.property(currencyAnd(2), ([currency, [left = 0n, right = 0n]]) => {
        const [a, b] = [money(textOf(left, currency), currency), money(textOf(right, currency), currency)];
        expect(add(a, b).amount).toBe(textOf(left + right, currency));
        expect(subtract(a, b).amount).toBe(textOf(left - right, currency));
        expect(negate(a).amount).toBe(textOf(-left, currency));
        expect(Math.sign(compare(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });

  it('has the same sum in any order', () => {
    fc.assert(
      fc.property(
        currencyAnd(1).chain(([currency, units]) =>
          fc.tuple(fc.constant(currency), fc.constant(units), fc.shuffledSubarray(units, { minLength: units.length })),
        ),
        ([currency, units, shuffled]) => {
          const total = textOf(
            units.reduce((all, one) => all + one, 0n),
            currency,
          );
          const sumOf = (list: readonly bigint[]) =>
            sum(
              currency,
              list.map((one) => money(textOf(one, currency), currency)),
            );
          expect(sumOf(units).amount).toBe(total);
          expect(sumOf(shuffled).amount).toBe(total);
        },
      ),
    );
  });

  it('never reads text that is not plain decimal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseMoney(text, 'USD');
        expect(parsed.ok).toBe(/^-?(0|[1-9]\d{0,13})(\.\d{1,2})?$/.test(text));
      }),
    );
  });
});
