import type { Clock } from '../../domain/ports/clock.ts';
import type { FactPublisher } from '../../domain/ports/fact-publisher.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import type { KeyDestruction } from '../../domain/ports/subject-keys.ts';
import type { Ledger } from '../runtime/ledger.ts';
import { log, reasonOf } from '../runtime/log.ts';
import type { Count } from '../runtime/metrics.ts';
import type { Executions } from './executions.ts';
import { expireHolds } from './expire-holds.ts';
import { finishErasures } from './finish-erasures.ts';
import { healGaps } from './heal-gaps.ts';
import { restartTransfers } from './restart-transfers.ts';

/** All that the sweeper looks after, and what it needs for that. */
export type SweepDependencies = {
  readonly ledger: Ledger;
  readonly views: Pick<ProjectionStore, 'dueBy' | 'query'>;
  /** The keys of subjects, to be destroyed and never to be read. */
  readonly keys: Pick<KeyDestruction, 'announced' | 'withdraw' | 'destroy'>;
  readonly executions: Executions;
  readonly publisher: FactPublisher;
  readonly clock: Clock;
  readonly count: Count;
};

/**
 * Looks after what nobody else would come back to. Each part stands for itself: one that fails does not keep the others
 * from their work. Throws the first failure after all had their turn.
 */
export const sweep = async (dependencies: SweepDependencies): Promise<void> => {
  const failures: unknown[] = [];
  for (const part of [expireHolds, restartTransfers, healGaps, finishErasures])
    try {
      await part(dependencies);
    } catch (error) {
      log.error('a part of the sweep failed', { part: part.name, ...reasonOf(error) });
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
};
