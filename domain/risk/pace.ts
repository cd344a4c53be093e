import { add, type Money, storedMoney, sum, zero } from '../money/money.ts';
import type { Instant } from '../shared/instant.ts';

/** How often and how much left an account, as it is stored: the sum is decimal text. */
export type PaceText = { readonly count: number; readonly sum: string };

/** One hour of an account, minute by minute (`"07"`), so that the hour and each of its minutes cost one row. */
export type HourRow = { readonly currency: string; readonly minutes: Readonly<Record<string, PaceText>> };

/** One day of an account. */
export type DayRow = PaceText & { readonly currency: string };

export type Pace = { readonly count: number; readonly sum: Money };

/** An account's pace in the minute, the hour and the day (UTC) of one instant. */
export type Paces = { readonly minute: Pace; readonly hour: Pace; readonly day: Pace };

/** The windows of an instant. They stand still and are named by the clock, so that no order of facts moves them. */
export const windowsOf = (at: Instant): { readonly day: string; readonly hour: string; readonly minute: string } => ({
  day: at.slice(0, 10),
  hour: at.slice(0, 13),
  minute: at.slice(14, 16),
});

export const hourAfter = (row: HourRow | undefined, at: Instant, amount: Money): HourRow => {
  const { minute } = windowsOf(at);
  const minutes = row?.minutes ?? {};
  return { currency: amount.currency, minutes: { ...minutes, [minute]: oneMore(minutes[minute], amount) } };
};

export const dayAfter = (row: DayRow | undefined, amount: Money): DayRow => ({
  currency: amount.currency,
  ...oneMore(row, amount),
});

/** The pace at an instant from the rows of its hour and day; `like` says in which currency. */
export const pacesOf = (
  { hour, day }: { readonly hour: HourRow | undefined; readonly day: DayRow | undefined },
  { at, like }: { readonly at: Instant; readonly like: Money },
): Paces => {
  const paceOf = (stored: readonly PaceText[]): Pace => ({
    count: stored.reduce((count, one) => count + one.count, 0),
    sum: sum(
      like.currency,
      stored.map((one) => storedMoney(one.sum, like.currency)),
    ),
  });
  const minute = hour?.minutes[windowsOf(at).minute];
  return {
    minute: paceOf(minute === undefined ? [] : [minute]),
    hour: paceOf(Object.values(hour?.minutes ?? {})),
    day: paceOf(day === undefined ? [] : [day]),
  };
};

const oneMore = (before: PaceText | undefined, amount: Money): PaceText => ({
  count: (before?.count ?? 0) + 1,
  sum: add(before === undefined ? zero(amount.currency) : storedMoney(before.sum, amount.currency), amount).amount,
});
