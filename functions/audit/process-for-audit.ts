import { auditProjection } from '../../domain/audit/audit-projection.ts';
import { type FindingRow, type GapRow, gapsOf, isFinding } from '../../domain/audit/finding.ts';
import { particularsOf } from '../../domain/audit/particulars.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { ProjectionStore, RowChange } from '../../domain/ports/projection-store.ts';
import { type Instant, instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import type { Waiting } from '../runtime/backoff.ts';
import { log } from '../runtime/log.ts';
import type { Count } from '../runtime/metrics.ts';
import type { Arrival, ProcessFacts } from '../runtime/process-facts.ts';
import { projectFacts } from '../runtime/project-facts.ts';
import { type ArchiveOptions, archiveFacts } from './archive-facts.ts';

export type AuditOptions = {
  readonly store: ProjectionStore;
  readonly archive: Pick<Archive, 'create' | 'read'>;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly waiting: Waiting;
  readonly count: Count;
  /** Told of every ledger whose archive has grown. */
  readonly onArchived?: (ledger: string) => Promise<void>;
};

/** How much later facts may be recorded than one that follows a missing version, before that is a finding. */
export const gapMinutesMaximum = 15;

const gapsShownMaximum = 100;

/**
 * Checks facts, then archives those that were checked, in the order of arrival. Both may happen again and then change
 * nothing, so a failure of the archive has all of them come again.
 */
export const processForAudit = ({ count, onArchived = async () => {}, ...options }: AuditOptions): ProcessFacts => {
  const onConflict = () => count('RevisionConflicts');
  const check = projectFacts({
    ...options,
    projection: auditProjection(options.digest),
    onConflict,
    beforeCommit: (changes) => reportFindings(changes, count),
  });
  return async (arrivals) => {
    const progress = await check(arrivals);
    try {
      for (const [ledger, ofLedger] of byLedger(arrivals.slice(0, progress.applied))) {
        const facts = ofLedger.map(({ delivered }) => ({ ...delivered, particulars: particularsOf(delivered.fact) }));
        await archiveFacts(ledger, facts, { ...options, onConflict } satisfies ArchiveOptions);
        await reportGaps(ledger, newestOf(ofLedger), { ...options, count });
        await onArchived(ledger);
      }
      return progress;
    } catch (failure) {
      return { applied: 0, failure };
    }
  };
};

const byLedger = (arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> =>
  Map.groupBy(arrivals, ({ delivered }) => delivered.fact.ledger);

/**
 * Counts findings just before they are written. Those that are written again after a lost race count again: too often,
 * never too seldom.
 */
const reportFindings = (changes: readonly RowChange[], count: Count): void => {
  for (const { key, body } of changes) if (isFinding(key) && body !== null) report(body as FindingRow, count);
};

const report = ({ subject, version, codes }: FindingRow, count: Count): void => {
  count('AuditFindings');
  log.error('the audit found something', { subject, version, codes: codes.join(' ') });
};

const newestOf = (arrivals: readonly Arrival[]): Instant =>
  arrivals
    .map(({ delivered }) => delivered.fact.recordedAt)
    .sort()
    .at(-1) ?? instantOf(0);

// A version that stays away was lost or taken out. How late it is, is told by what has arrived since and not by the
// clock: an auditor that catches up after an hour finds nothing but old facts, and none of them is missing.
const reportGaps = async (
  ledger: string,
  newest: Instant,
  { store, count }: Pick<AuditOptions, 'store' | 'count'>,
): Promise<void> => {
  const overdue = instantOf(millisecondsOf(newest) - gapMinutesMaximum * 60_000);
  for (const { body } of await store.query({ partition: gapsOf(ledger), limit: gapsShownMaximum })) {
    const { subject, version, since } = body as GapRow;
    if (since > overdue) continue;
    count('AuditFindings');
    log.error('the audit misses a version', { subject, version, since });
  }
};
