import type { Archive } from '../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import type { WaitingSteps } from '../../domain/ports/waiting-steps.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { LogReader } from '../runtime/read-log.ts';
import type { StartPayout } from '../runtime/start-payout.ts';
import type { WrittenTimes } from './written-times.ts';

/** All that answering a request needs from the outside. */
export type ApiServices = {
  readonly ledger: Ledger;
  readonly views: ProjectionStore;
  readonly risk: ProjectionStore;
  readonly audit: ProjectionStore;
  readonly logOf: (ledger: string) => LogReader;
  readonly waitingSteps: WaitingSteps;
  readonly parked: Pick<Archive, 'list'>;
  readonly startPayout: StartPayout;
  /** What was recorded through this process. */
  readonly written: WrittenTimes;
  /** Told of what nobody expected, with the id of the request that met it. */
  readonly onFailure: (failure: unknown, requestId: string) => void;
};
