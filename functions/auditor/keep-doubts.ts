import { type Doubt, type DoubtRow, doubtKey, doubtsOf } from '../../domain/audit/watch/auditor-rows.ts';
import type { Row, RowChange } from '../../domain/ports/projection-store.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import type { AuditorParts } from './auditor-parts.ts';

/** With so many doubts on a ledger, the walk waits for them to be settled. */
export const doubtsMaximum = 500;

/** The doubts that stand on a ledger. */
export const doubtsOn = async (ledger: string, { auditor }: Pick<AuditorParts, 'auditor'>): Promise<readonly Row[]> =>
  auditor.query({ partition: doubtsOf(ledger), limit: doubtsMaximum });

/** Notes doubts; one that stands already keeps when it began. Of two auditors at once, one is enough. */
export const noteDoubts = async (
  ledger: string,
  doubts: readonly Doubt[],
  { auditor, now }: Pick<AuditorParts, 'auditor'> & { readonly now: Instant },
): Promise<void> => {
  for (const doubt of doubts) {
    const key = doubtKey(ledger, doubt);
    const [row] = await auditor.load([key]);
    const { since, seen } = (row?.body as DoubtRow | undefined) ?? { since: now, seen: 0 };
    const body: DoubtRow = { doubt, since, seen: seen + 1 };
    await auditor.commit([{ key, revision: row?.revision ?? 0, body }]);
  }
};

/** Takes out doubts that were settled. */
export const settleDoubts = async (
  settled: readonly Row[],
  { auditor }: Pick<AuditorParts, 'auditor'>,
): Promise<void> => {
  for (const { key, revision } of settled) {
    const removal: RowChange = { key, revision, body: null };
    await auditor.commit([removal]);
  }
};
