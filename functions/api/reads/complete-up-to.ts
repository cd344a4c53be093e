import type { ProjectionStore, Row } from '../../../domain/ports/projection-store.ts';
import type { AccountRow } from '../../../domain/projections/balance-rows.ts';

/** How many of the newest versions are looked through for those that are missing. */
const versionsMaximum = 1_000;

/** The version up to which all entries of an account are listed; 0 where that cannot be told. */
export const completeUpTo = async (
  views: ProjectionStore,
  partition: string,
  account: Row | undefined,
): Promise<number> => {
  if (account === undefined) return 0;
  const { version, applied } = account.body as unknown as AccountRow;
  if (applied === version) return version;
  const rows = await views.query({ partition, descending: true, limit: versionsMaximum });
  let missing = version - applied;
  let expected = version;
  for (const { key } of rows) {
    const found = Number(key.sort);
    missing -= Math.max(0, expected - found);
    if (missing <= 0) return Math.min(found, expected);
    expected = Math.min(expected, found - 1);
  }
  return rows.length < versionsMaximum ? Math.max(0, expected - missing) : 0;
};
