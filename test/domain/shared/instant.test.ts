import { describe, expect, it } from '@jest/globals';
import { dateOf, instantOf, parseCalendarDate, parseInstant, strictlyAfter } from '../../../domain/shared/instant.ts';

describe('an instant', () => {
  it('is UTC with milliseconds, and nothing else', () => {
    expect(parseInstant('2026-11-23T10:00:00.000Z')).toBe('2026-11-23T10:00:00.000Z');
    for (const text of [
      '2026-11-23T10:00:00Z',
      '2026-11-23 10:00:00.000Z',
      '2026-02-30T10:00:00.000Z',
      '2026-11-23T25:00:00.000Z',
      '',
    ])
      expect(parseInstant(text)).toBeUndefined();
  });

  it('strictly rises, also where the clock jumped back', () => {
    const [early, late] = [instantOf(1_000), instantOf(5_000)];
    expect(strictlyAfter(late, [early])).toBe(late);
    expect(strictlyAfter(early, [late])).toBe(instantOf(5_001));
    expect(strictlyAfter(late, [late, undefined])).toBe(instantOf(5_001));
    expect(strictlyAfter(early, [])).toBe(early);
  });

  it('has a calendar date that exists', () => {
    expect(dateOf(instantOf(0))).toBe('1970-01-01');
    expect(parseCalendarDate('2024-02-29')).toBe('2024-02-29');
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '2026-01-01T00:00:00.000Z'])
      expect(parseCalendarDate(text)).toBeUndefined();
  });
});
