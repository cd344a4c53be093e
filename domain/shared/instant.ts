import type { Brand } from './brand.ts';
import { InvariantViolation } from './failures.ts';

/** A moment in UTC with milliseconds, as text that sorts by time: `2026-11-23T10:00:00.000Z`. */
export type Instant = Brand<string, 'Instant'>;

/** A calendar day as the business counts it: `2026-11-23`. */
export type CalendarDate = Brand<string, 'CalendarDate'>;

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;

export const parseInstant = (text: string): Instant | undefined => {
  const milliseconds = instantPattern.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== text ? undefined : (text as Instant);
};

export const parseCalendarDate = (text: string): CalendarDate | undefined =>
  datePattern.test(text) && parseInstant(`${text}T00:00:00.000Z`) !== undefined ? (text as CalendarDate) : undefined;

/** Milliseconds since 1970 as an instant. Throws InvariantViolation outside the years 0 to 9999. */
export const instantOf = (milliseconds: number): Instant => {
  const text = new Date(milliseconds).toISOString();
  if (!instantPattern.test(text)) throw new InvariantViolation(`No instant at ${milliseconds} ms`);
  return text as Instant;
};

export const millisecondsOf = (instant: Instant): number => Date.parse(instant);

export const dateOf = (instant: Instant): CalendarDate => instant.slice(0, 10) as CalendarDate;

/** The later of `now` and the millisecond after each instant given, so that recorded times strictly rise. */
export const strictlyAfter = (now: Instant, earlier: readonly (Instant | undefined)[]): Instant =>
  earlier.reduce<Instant>((latest, instant) => {
    if (instant === undefined || instant < latest) return latest;
    return instantOf(millisecondsOf(instant) + 1);
  }, now);
