import type { Money } from '../money/money.ts';
import type { RowKey } from '../ports/projection-store.ts';
import type { Rows } from '../projections/projection.ts';
import type { Instant } from '../shared/instant.ts';
import { type AmountHistogram, emptyHistogram } from './amount-histogram.ts';
import { type DayRow, dayAfter, type HourRow, hourAfter, windowsOf } from './pace.ts';
import { dayKey, hourKey } from './risk-rows.ts';

/**
 * What left an account in one currency: how large the amounts were, and the newest hour and day. These are what nearly
 * every departure changes, so it costs one row. Earlier hours and days have rows of their own.
 */
export type DepartingRow = AmountHistogram & { readonly hour?: Newest<HourRow>; readonly day?: Newest<DayRow> };

type Newest<Row> = { readonly window: string; readonly row: Row };

export const nothingDeparted: DepartingRow = emptyHistogram;

/** The hour and the day of an instant, of which one or both may be rows of their own. */
export const windowRowsAt = (
  { hour, day }: DepartingRow,
  at: Instant,
  own: { readonly hour: HourRow | undefined; readonly day: DayRow | undefined },
): { readonly hour: HourRow | undefined; readonly day: DayRow | undefined } => {
  const windows = windowsOf(at);
  return {
    hour: hour?.window === windows.hour ? hour.row : own.hour,
    day: day?.window === windows.day ? day.row : own.day,
  };
};

/** Counts a departure in its hour and its day, wherever these are kept, and answers both. */
export const countPaces = (
  rows: Rows,
  before: DepartingRow,
  { ledger, accountId, at, amount }: DepartureAt,
): { readonly row: DepartingRow; readonly hour: HourRow; readonly day: DayRow } => {
  const { currency } = amount;
  const windows = windowsOf(at);
  const hour = countIn<HourRow>(rows, before.hour, {
    window: windows.hour,
    keyOf: (window) => hourKey(ledger, accountId, { window, currency }),
    after: (row) => hourAfter(row, at, amount),
  });
  const day = countIn<DayRow>(rows, before.day, {
    window: windows.day,
    keyOf: (window) => dayKey(ledger, accountId, { window, currency }),
    after: (row) => dayAfter(row, amount),
  });
  return { row: { ...before, hour: hour.newest, day: day.newest }, hour: hour.counted, day: day.counted };
};

export type DepartureAt = {
  readonly ledger: string;
  readonly accountId: string;
  readonly at: Instant;
  readonly amount: Money;
};

type Counting<Row> = {
  readonly window: string;
  readonly keyOf: (window: string) => RowKey;
  readonly after: (row: Row | undefined) => Row;
};

// Only the newest window is kept with the account, and every other in its own row, so where each is does not depend on
// the order of the facts.
const countIn = <Row extends HourRow | DayRow>(
  rows: Rows,
  newest: Newest<Row> | undefined,
  { window, keyOf, after }: Counting<Row>,
): { readonly newest: Newest<Row>; readonly counted: Row } => {
  if (newest !== undefined && window < newest.window) {
    const counted = after(rows.get(keyOf(window)) as Row | undefined);
    rows.put(keyOf(window), counted);
    return { newest, counted };
  }
  const isLater = newest !== undefined && window > newest.window;
  if (isLater) rows.put(keyOf(newest.window), newest.row);
  const counted = after(isLater ? undefined : newest?.row);
  return { newest: { window, row: counted }, counted };
};
