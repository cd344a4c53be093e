import type { Clock } from '../../domain/ports/clock.ts';
import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import { seenKey } from '../../domain/projections/seen-key.ts';
import type { Instant } from '../../domain/shared/instant.ts';
import { log, reasonOf } from './log.ts';
import type { ProcessFacts } from './process-facts.ts';

/** How far a consumer is: when the newest fact that it applied was recorded, and when it had applied it. */
export type ConsumerProgress = { readonly newestRecordedAt: Instant; readonly appliedAt: Instant };

// No ledger has an empty name, so this is nobody's transfer; and no replay can make it again, as with other sightings.
export const consumerProgressKey = (consumer: string): RowKey => seenKey('', 'progress', consumer);

/**
 * Processes facts and then notes, in the consumer's own table, how far it came: one row, written once a batch. A note
 * that fails, or loses to another worker's, is made up for by the next; the facts are processed all the same.
 */
export const notingProgress = (
  consumer: string,
  process: ProcessFacts,
  { store, clock }: { readonly store: Pick<ProjectionStore, 'load' | 'commit'>; readonly clock: Clock },
): ProcessFacts => {
  const key = consumerProgressKey(consumer);
  const note = async (newestRecordedAt: Instant): Promise<void> => {
    const [row] = await store.load([key]);
    if (row !== undefined && (row.body as ConsumerProgress).newestRecordedAt >= newestRecordedAt) return;
    const body: ConsumerProgress = { newestRecordedAt, appliedAt: clock.now() };
    await store.commit([{ key, revision: row?.revision ?? 0, body }]);
  };
  return async (arrivals) => {
    const progress = await process(arrivals);
    const applied = arrivals.slice(0, progress.applied).map(({ delivered }) => delivered.fact.recordedAt);
    const newest = applied.sort().at(-1);
    if (newest !== undefined) await note(newest).catch((error) => log.warn('progress was not noted', reasonOf(error)));
    return progress;
  };
};
