import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addedUp, differingIn, imbalancedIn, sumsOfTotals } from '../../../../domain/audit/watch/currency-sums.ts';
import type { Fact } from '../../../../domain/facts/fact.ts';
import type { SumsRow } from '../../../../domain/projections/balance-rows.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';

type Leg = readonly [side: 'debit' | 'credit', currency: string, amount: string];

/** The fact of an entry, as far as its postings are added up. */
const entryOf = (...legs: readonly Leg[]): Fact =>
  ({
    type: 'JournalEntryPosted',
    postings: legs.map(([side, currency, amount]) => ({ side, currency, amount })),
  }) as unknown as Fact;

const sumsOf = (...facts: readonly Fact[]) => facts.reduce((sums, fact) => addedUp(sums, { fact }), {});

const totals = (currency: string, debits: string, credits: string): SumsRow => ({
  ...{ currency, debits, credits, recordedAt: '2026-11-23T10:00:00.000Z' },
});

describe('the sums of the log', () => {
  it('have the postings of every entry, on their sides, by currency', () => {
    expect(
      sumsOf(
        entryOf(['debit', 'USD', '1.00'], ['credit', 'USD', '0.75'], ['credit', 'USD', '0.25']),
        entryOf(['debit', 'JPY', '40'], ['credit', 'JPY', '30']),
        entryOf(['debit', 'USD', '0.10']),
      ),
    ).toStrictEqual({ USD: { debits: '1.10', credits: '1.00' }, JPY: { debits: '40', credits: '30' } });
  });

  it('stay as they are for a fact that is no entry', () => {
    const sums = sumsOf(entryOf(['debit', 'USD', '1.00']));
    expect(addedUp(sums, { fact: { type: 'HoldAuthorized' } as Fact })).toBe(sums);
  });

  it('cannot be of something that is no currency', () => {
    expect(() => sumsOf(entryOf(['debit', 'XXX', '1']))).toThrow(
      new InvariantViolation('There are sums in XXX, which is no currency'),
    );
  });

  it('are those of cents added in whole numbers', () => {
    const anyLeg = fc.tuple(fc.constantFrom('debit' as const, 'credit' as const), fc.integer({ min: 1, max: 10 ** 9 }));
    fc.assert(
      fc.property(fc.array(fc.array(anyLeg, { minLength: 1 }), { minLength: 1 }), (entries) => {
        const centsOn = (side: string) =>
          entries.flat().reduce((sum, [on, cents]) => (on === side ? sum + BigInt(cents) : sum), 0n);
        const facts = entries.map((legs) =>
          entryOf(...legs.map(([side, cents]): Leg => [side, 'USD', (cents / 100).toFixed(2)])),
        );
        const { USD } = sumsOf(...facts) as Readonly<Record<string, { debits: string; credits: string }>>;
        expect(BigInt(USD?.debits.replace('.', '') ?? '')).toBe(centsOn('debit'));
        expect(BigInt(USD?.credits.replace('.', '') ?? '')).toBe(centsOn('credit'));
      }),
    );
  });
});

describe('the sums of the totals of the views', () => {
  it('are over all rows, by currency', () => {
    expect(
      sumsOfTotals([totals('USD', '1.00', '0.50'), totals('JPY', '7', '8'), totals('USD', '0.05', '0.55')]),
    ).toStrictEqual({ USD: { debits: '1.05', credits: '1.05' }, JPY: { debits: '7', credits: '8' } });
    expect(sumsOfTotals([])).toStrictEqual({});
  });
});

describe('sums that are compared', () => {
  const level = { debits: '1.00', credits: '1.00' };

  it('balance where debits are credits', () => {
    const unequal = { debits: '1.00', credits: '1.01' };
    expect(imbalancedIn({ USD: level, EUR: unequal, JPY: { debits: '2', credits: '1' } })).toEqual(['EUR', 'JPY']);
    expect(imbalancedIn({ USD: level })).toEqual([]);
  });

  it('are the same with the same currencies, debits and credits', () => {
    expect(differingIn({}, {})).toEqual([]);
    expect(differingIn({ USD: level, EUR: level }, { EUR: level, USD: { ...level } })).toEqual([]);
  });

  it('differ by debits, by credits, and by a currency that only one of them has, in the order of currencies', () => {
    const log = { USD: level, JPY: level, EUR: level, CHF: level };
    const views = { USD: { ...level, debits: '2.00' }, JPY: { ...level, credits: '2.00' }, CHF: level, BHD: level };
    expect(differingIn(log, views)).toEqual(['BHD', 'EUR', 'JPY', 'USD']);
    expect(differingIn(views, log)).toEqual(['BHD', 'EUR', 'JPY', 'USD']);
  });
});
