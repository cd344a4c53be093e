import { type CalendarDate, dateOf, type Instant, instantOf, millisecondsOf } from '../../shared/instant.ts';

/** The years that every format of a trail can say. */
const firstDate = '1970-01-01' as CalendarDate;
const lastDate = '2100-12-31' as CalendarDate;

const dayMilliseconds = 86_400_000;

/** The date as exports have it: one that some format cannot say is the nearest that all can. */
export const exportDate = (date: CalendarDate): CalendarDate => {
  if (date < firstDate) return firstDate;
  return date > lastDate ? lastDate : date;
};

/** The export date of an instant, or of the beginning of all where there is none. */
export const exportDateOf = (instant: Instant | null): CalendarDate =>
  instant === null ? firstDate : exportDate(dateOf(instant));

export const dayAfter = (date: CalendarDate): CalendarDate =>
  dateOf(instantOf(millisecondsOf(`${date}T00:00:00.000Z` as Instant) + dayMilliseconds));

export const laterOf = (one: CalendarDate, other: CalendarDate): CalendarDate => (one < other ? other : one);
