import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storedMoney } from '../../../domain/money/money.ts';
import type { RowKey } from '../../../domain/ports/projection-store.ts';
import type { Rows } from '../../../domain/projections/projection.ts';
import { countPaces, type DepartingRow, nothingDeparted } from '../../../domain/risk/departing-row.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';

const start = Date.parse('2026-11-23T00:00:00.000Z');
/** Minutes from the start, over three days, and cents. */
const anyDepartures = fc.array(fc.record({ minute: fc.nat(3 * 24 * 60 - 1), cents: fc.integer({ min: 1, max: 99 }) }), {
  minLength: 1,
  maxLength: 40,
});

type Departed = { readonly minute: number; readonly cents: number };

const countAll = (departures: readonly Departed[]) => {
  const kept = new Map<string, JsonObject>();
  const nameOf = ({ partition, sort }: RowKey) => `${partition} ${sort}`;
  const rows: Rows = {
    get: (key) => kept.get(nameOf(key)),
    put: (key, body) => void kept.set(nameOf(key), body),
    remove: (key) => void kept.delete(nameOf(key)),
  };
  let account: DepartingRow = nothingDeparted;
  let seen: readonly number[] = [];
  for (const { minute, cents } of departures) {
    const amount = storedMoney(`0.${String(cents).padStart(2, '0')}`, 'USD');
    const at = instantOf(start + minute * 60_000);
    const { row, day } = countPaces(rows, account, { ledger: 'main', accountId: 'a', at, amount });
    account = row;
    seen = [...seen, day.count];
  }
  return { account, kept, seen, text: canonicalJson({ account, rows: Object.fromEntries(kept) }) };
};

describe('the hours and days of departures', () => {
  it('are the same, and in the same rows, in any order', () => {
    fc.assert(
      fc.property(anyDepartures, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (departures, ranks) => {
        const shuffled = departures
          .map((departure, position) => ({ departure, rank: ranks[position] ?? 0 }))
          .sort((left, right) => left.rank - right.rank)
          .map(({ departure }) => departure);
        expect(countAll(shuffled).text).toBe(countAll(departures).text);
      }),
    );
  });

  it('count every departure once, in its own day', () => {
    fc.assert(
      fc.property(anyDepartures, (departures) => {
        const { account, kept, seen } = countAll(departures);
        const days = new Map([...kept].filter(([name]) => name.includes('#day#')));
        const counts = [account.day?.row.count ?? 0, ...[...days.values()].map(({ count }) => Number(count))];
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(departures.length);
        const sameDay = (left: Departed, right: Departed) =>
          Math.floor(left.minute / 1440) === Math.floor(right.minute / 1440);
        expect(seen).toEqual(
          departures.map(
            (one, position) => departures.slice(0, position + 1).filter((other) => sameDay(one, other)).length,
          ),
        );
      }),
    );
  });
});
