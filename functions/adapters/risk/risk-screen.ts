import { type Money, storedMoney } from '../../../domain/money/money.ts';
import type { ProjectionStore, RowKey } from '../../../domain/ports/projection-store.ts';
import type { RiskStore, ScreenedTransfer } from '../../../domain/ports/risk-store.ts';
import { isRestricted } from '../../../domain/risk/alerts.ts';
import { decideRisk } from '../../../domain/risk/decide-risk.ts';
import { type DepartingRow, nothingDeparted, windowRowsAt } from '../../../domain/risk/departing-row.ts';
import { type DayRow, dayAfter, type HourRow, hourAfter, pacesOf, windowsOf } from '../../../domain/risk/pace.ts';
import type { RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import {
  dayKey,
  departingKey,
  hourKey,
  markKey,
  type StandingRow,
  standingKey,
} from '../../../domain/risk/risk-rows.ts';
import { factIdOf, streamIdOf } from '../../../domain/shared/stream-id.ts';

/**
 * Screens transfers by the rows that the fraud consumer keeps. The request itself is counted once, whether or not the
 * consumer has seen it yet, so the answer does not depend on which of the two is faster.
 */
export const riskScreen = (store: Pick<ProjectionStore, 'load'>, policy: RiskPolicy): RiskStore => ({
  screeningOf: async (screened) => {
    const amount = storedMoney(screened.transfer.amount, screened.transfer.currency);
    const keys = keysOf(screened);
    const rows = await store.load(Object.values(keys));
    const bodyAt = (key: RowKey) =>
      rows.find((row) => row.key.partition === key.partition && row.key.sort === key.sort)?.body;
    const past = (bodyAt(keys.departing) as DepartingRow | undefined) ?? nothingDeparted;
    const own = { hour: bodyAt(keys.hour) as HourRow | undefined, day: bodyAt(keys.day) as DayRow | undefined };
    return decideRisk(
      {
        amount,
        paces: pacesWith(screened, amount, {
          isCounted: bodyAt(keys.mark) !== undefined,
          ...windowRowsAt(past, screened.transfer.requestedAt, own),
        }),
        past,
        isRestricted: isRestricted(bodyAt(keys.standing) as StandingRow | undefined),
      },
      policy,
    );
  },
});

const keysOf = ({ ledger, transferId, transfer }: ScreenedTransfer) => {
  const { sourceAccountId, currency, requestedAt: at } = transfer;
  const windows = windowsOf(at);
  const request = factIdOf(streamIdOf(ledger, 'transfer', transferId), 0);
  return {
    mark: markKey(ledger, sourceAccountId, request),
    hour: hourKey(ledger, sourceAccountId, { window: windows.hour, currency }),
    day: dayKey(ledger, sourceAccountId, { window: windows.day, currency }),
    departing: departingKey(ledger, sourceAccountId, currency),
    standing: standingKey(ledger, sourceAccountId),
  };
};

const pacesWith = (
  { transfer: { requestedAt: at } }: ScreenedTransfer,
  amount: Money,
  {
    isCounted,
    hour,
    day,
  }: { readonly isCounted: boolean; readonly hour: HourRow | undefined; readonly day: DayRow | undefined },
) =>
  pacesOf(isCounted ? { hour, day } : { hour: hourAfter(hour, at, amount), day: dayAfter(day, amount) }, {
    at,
    like: amount,
  });
