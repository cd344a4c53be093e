import { describe, expect, it } from '@jest/globals';
import { emptyHistogram, withAmount } from '../../../domain/risk/amount-histogram.ts';
import { decideRisk, type RiskFeatures } from '../../../domain/risk/decide-risk.ts';
import type { Pace } from '../../../domain/risk/pace.ts';
import { defaultRiskPolicy, type RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { money } from '../../support/money.ts';

const paceOf = (count: number, sum = '25.00'): Pace => ({ count, sum: money(sum) });
const past = (amounts: readonly bigint[]) => amounts.reduce(withAmount, emptyHistogram);
const slow = { minute: paceOf(1), hour: paceOf(1), day: paceOf(1) };
const ordinary: RiskFeatures = { amount: money('25.00'), paces: slow, past: emptyHistogram, isRestricted: false };

const decide = (more: Partial<RiskFeatures>, policy: RiskPolicy = defaultRiskPolicy) =>
  decideRisk({ ...ordinary, ...more }, policy);
const verdict = (more: Partial<RiskFeatures>) => {
  const { outcome, reasons } = decide(more);
  return `${outcome} ${reasons.join(' ')}`.trim();
};

describe('a risk decision', () => {
  it('lets ordinary departures pass', () => {
    expect(verdict({})).toBe('approve');
    expect(verdict({ paces: { minute: paceOf(12), hour: paceOf(12), day: paceOf(12) } })).toBe('approve');
  });

  it.each([
    ['minute', 20, 30, 'CountPerMinute'],
    ['hour', 300, 600, 'CountPerHour'],
    ['day', 2_000, 5_000, 'CountPerDay'],
  ] as const)('looks at more departures in a %s than %i, and blocks more than %i', (window, review, block, reason) => {
    const at = (count: number) => verdict({ paces: { ...slow, [window]: paceOf(count) } });
    expect(at(review)).toBe('approve');
    expect(at(review + 1)).toBe(`review ${reason}`);
    expect(at(block)).toBe(`review ${reason}`);
    expect(at(block + 1)).toBe(`block ${reason}`);
  });

  it('looks at large sums where a limit is given for the currency', () => {
    const on = (sum: string) => verdict({ paces: { ...slow, day: paceOf(1, sum) } });
    expect(on('10000000.00')).toBe('approve');
    expect(on('10000000.01')).toBe('review SumPerDay');
    expect(on('100000000.01')).toBe('block SumPerDay');
    const yen = { count: 1, sum: money('99999999999', 'JPY') };
    expect(verdict({ amount: money('25', 'JPY'), paces: { minute: yen, hour: yen, day: yen } })).toBe('approve');
  });

  it('finds an amount unusual by what the account did before', () => {
    const twenty = past(Array.from({ length: 20 }, () => 2_500n));
    // Amounts from 20.48 to 25.59 are one range, and its upper end is what counts as usual.
    expect(verdict({ past: twenty, amount: money('255.90') })).toBe('approve');
    expect(verdict({ past: twenty, amount: money('255.91') })).toBe('review AmountUnusual');
  });

  it('does not know what is usual before it has seen enough', () => {
    const nineteen = past(Array.from({ length: 19 }, () => 2_500n));
    expect(verdict({ past: nineteen, amount: money('99999.00') })).toBe('approve');
  });

  it('is not taught by one extreme that the next is usual', () => {
    const withExtreme = past([...Array.from({ length: 19 }, () => 2_500n), 9_999_900n]);
    expect(verdict({ past: withExtreme, amount: money('99999.00') })).toBe('review AmountUnusual');
  });

  it('names every objection and goes by the gravest', () => {
    expect(verdict({ isRestricted: true, paces: { ...slow, minute: paceOf(31), hour: paceOf(301) } })).toBe(
      'block AccountRestricted CountPerMinute CountPerHour',
    );
    expect(verdict({ isRestricted: true })).toBe('review AccountRestricted');
  });

  it('tells its features in decimal text', () => {
    const { features } = decide({ past: past([2_500n]) });
    expect(features).toEqual({
      amount: '25.00',
      countPerMinute: '1',
      countPerHour: '1',
      countPerDay: '1',
      sumPerMinute: '25.00',
      sumPerHour: '25.00',
      sumPerDay: '25.00',
      observations: '1',
      usualAmount: '25.59',
    });
    expect(decide({}).features['usualAmount']).toBeUndefined();
  });
});
