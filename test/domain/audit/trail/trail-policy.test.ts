import { describe, expect, it } from '@jest/globals';
import type { AccountId } from '../../../../domain/accounts/account.ts';
import { dayAfter, exportDate, exportDateOf, laterOf } from '../../../../domain/audit/trail/trail-date.ts';
import {
  askedWithoutStripes,
  askedWithStripes,
  coversOf,
  modeOf,
  normalAsked,
} from '../../../../domain/audit/trail/trail-policy.ts';
import type { CalendarDate, Instant } from '../../../../domain/shared/instant.ts';

const [from, to] = ['2026-10-31T00:00:00.000Z', '2026-11-30T00:00:00.000Z'] as unknown as readonly [Instant, Instant];
const ids = (...texts: readonly string[]) => texts as readonly AccountId[];
const all = { from, to, accounts: null };

describe('what is asked of a trail', () => {
  it('names each account once and in order', () => {
    expect(normalAsked({ from, to, accounts: ids('b', 'a', 'b') })).toEqual({ from, to, accounts: ['a', 'b'] });
    expect(normalAsked(all)).toEqual(all);
  });

  it('comes with the stripes that its accounts have, and with those of no other', () => {
    const kept = ids('a', 'a~1', 'a~2', 'ab~1', 'b~1');
    expect(askedWithStripes({ from, to, accounts: ids('b', 'a') }, kept)).toEqual({
      ...{ from, to },
      accounts: ['a', 'a~1', 'a~2', 'b', 'b~1'],
    });
    expect(askedWithStripes(all, kept)).toEqual(all);
  });

  it('is told again without the stripes', () => {
    expect(askedWithoutStripes({ from, to, accounts: ids('a', 'a~1', 'b') })).toEqual({ ...all, accounts: ['a', 'b'] });
    expect(askedWithoutStripes(all)).toEqual(all);
  });
});

describe('what a trail covers', () => {
  it('begins after the opening close and ends with the closing one', () => {
    expect(coversOf(null, 8)).toEqual({ firstIndex: 0, endIndex: 9, openingClose: null, closingClose: 8 });
    expect(coversOf(4, 8)).toEqual({ firstIndex: 5, endIndex: 9, openingClose: 4, closingClose: 8 });
  });

  it('is the whole log only where all accounts are asked for, from the beginning', () => {
    expect(modeOf(all, coversOf(null, 8))).toBe('whole');
    expect(modeOf(all, coversOf(4, 8))).toBe('extract');
    expect(modeOf({ ...all, accounts: [] }, coversOf(null, 8))).toBe('extract');
    expect(modeOf({ ...all, accounts: [] }, coversOf(4, 8))).toBe('extract');
  });
});

describe('a date in a trail', () => {
  it.each([
    ['1969-12-31', '1970-01-01'],
    ['1970-01-01', '1970-01-01'],
    ['1970-01-02', '1970-01-02'],
    ['2100-12-30', '2100-12-30'],
    ['2100-12-31', '2100-12-31'],
    ['2101-01-01', '2100-12-31'],
  ])('%s is shown as %s', (date, shown) => {
    expect(exportDate(date as CalendarDate)).toBe(shown);
    expect(exportDateOf(`${date}T23:59:59.999Z` as Instant)).toBe(shown);
  });

  it('of the beginning of all is the first that there is', () => {
    expect(exportDateOf(null)).toBe('1970-01-01');
  });

  it('is followed by the next day of the calendar, and the later of two is told', () => {
    const [one, other] = ['2028-02-28', '2028-02-29'] as unknown as readonly [CalendarDate, CalendarDate];
    expect(dayAfter(one)).toBe(other);
    expect(dayAfter(other)).toBe('2028-03-01');
    expect([laterOf(one, other), laterOf(other, one), laterOf(one, one)]).toEqual([other, other, one]);
  });
});
