import type { RowKey } from '../ports/projection-store.ts';
import { type AccountRow, type GapRow, queueOf, type VersionRun } from './balance-rows.ts';
import type { Rows } from './projection.ts';

type Applied = {
  readonly before: AccountRow | undefined;
  readonly row: AccountRow;
  readonly version: number;
  readonly recordedAt: string;
};

/**
 * Keeps the row of an account's gap, which is there as long as versions are missing. It follows from which versions
 * were applied, whichever came first. Whether there is one is told by the account, so it is read only then.
 */
export const noteGap = (rows: Rows, key: RowKey, { before, row, version, recordedAt }: Applied): void => {
  const wasGap = before !== undefined && before.version > before.applied;
  const { accountId, applied } = row;
  if (!wasGap && row.version === applied) return;
  const ahead = wasGap ? ((rows.get(key) as GapRow | undefined)?.ahead ?? []) : [];
  const inOrder = (before?.applied ?? 0) - ahead.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const left = withVersion(ahead, { first: version, last: version, since: recordedAt }).filter(
    ({ first }) => first !== inOrder + 1,
  );
  const [lowest] = left;
  if (lowest === undefined) {
    rows.remove(key);
    return;
  }
  // Recorded times rise along an account, so the lowest version that is ahead was the first to show what is missing.
  const { since } = lowest;
  const gap: GapRow = { accountId, version: row.version, applied, since, ahead: left };
  rows.put(key, gap, { queue: queueOf('gaps'), at: since });
};

/** The runs with one version more, those that touch it made one. */
const withVersion = (runs: readonly VersionRun[], added: VersionRun): readonly VersionRun[] => {
  const below = runs.find(({ last }) => last === added.first - 1);
  const above = runs.find(({ first }) => first === added.last + 1);
  const { first, since } = below ?? added;
  const joined: VersionRun = { first, last: (above ?? added).last, since };
  return [...runs.filter((run) => run !== below && run !== above), joined].sort(
    (left, right) => left.first - right.first,
  );
};
