import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newestDue, parseCloseTime } from '../../../../domain/audit/close/close-schedule.ts';
import { type Instant, instantOf, millisecondsOf } from '../../../../domain/shared/instant.ts';

const instant = (text: string): Instant => instantOf(Date.parse(text));

describe('the time of day that logs are closed at', () => {
  it.each(['00:00', '00:05', '09:59', '10:00', '19:30', '20:00', '23:59'])('may be %s', (time) => {
    expect(parseCloseTime(time)).toBe(time);
  });

  it.each(['24:00', '30:00', '00:60', '0:05', '00:5', '0x:05', '00:0x', '2x:05', ' 00:05', '00:05:00', '00-05', ''])(
    'may not be %j',
    (time) => {
      expect(parseCloseTime(time)).toBeUndefined();
    },
  );
});

describe('the close that is due', () => {
  it('is that of today from its moment on, and that of yesterday before', () => {
    expect(newestDue(instant('2026-11-23T00:05:00.000Z'), '00:05')).toBe('2026-11-23T00:05:00.000Z');
    expect(newestDue(instant('2026-11-23T23:59:59.999Z'), '00:05')).toBe('2026-11-23T00:05:00.000Z');
    expect(newestDue(instant('2026-11-23T00:04:59.999Z'), '00:05')).toBe('2026-11-22T00:05:00.000Z');
    expect(newestDue(instant('2026-01-01T12:00:00.000Z'), '18:30')).toBe('2025-12-31T18:30:00.000Z');
  });

  it('is at most a day ago, never to come, and at that time of day', () => {
    const anyTime = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(anyTime, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), (date, hour, minute) => {
        const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
        const now = instantOf(date.getTime());
        const due = newestDue(now, time);
        const ago = millisecondsOf(now) - millisecondsOf(due);
        expect(ago).toBeGreaterThanOrEqual(0);
        expect(ago).toBeLessThan(86_400_000);
        expect(due.slice(11)).toBe(`${time}:00.000Z`);
      }),
    );
  });
});
