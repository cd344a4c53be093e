import { dateOf, type Instant, instantOf, millisecondsOf } from '../../shared/instant.ts';

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const millisecondsOfDay = 86_400_000;

/** A time of day in UTC, such as `00:05`, that logs are closed at every day. Undefined for text that is none. */
export const parseCloseTime = (text: string): string | undefined => (timePattern.test(text) ? text : undefined);

/** The newest moment at or before `now` at which logs are to be closed. */
export const newestDue = (now: Instant, closeTime: string): Instant => {
  const today = millisecondsOf(`${dateOf(now)}T${closeTime}:00.000Z` as Instant);
  return instantOf(today <= millisecondsOf(now) ? today : today - millisecondsOfDay);
};
