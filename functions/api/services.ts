import type { Archive } from '../../domain/ports/archive.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import type { SubjectKeys } from '../../domain/ports/subject-keys.ts';
import type { WaitingSteps } from '../../domain/ports/waiting-steps.ts';
import type { AskClose } from '../runtime/ask-close.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { LogReader } from '../runtime/read-log.ts';
import type { StartPayout } from '../runtime/start-payout.ts';
import type { TrailExecutions } from '../runtime/trail/trail-executions.ts';
import type { WrittenTimes } from './written-times.ts';

/** All that answering a request needs from the outside. */
export type ApiServices = {
  readonly ledger: Ledger;
  /** The keys that personal data is sealed with. */
  readonly subjectKeys: SubjectKeys;
  readonly views: ProjectionStore;
  readonly risk: ProjectionStore;
  readonly audit: ProjectionStore;
  /** What the standing auditor has added up. */
  readonly auditor: Pick<ProjectionStore, 'load' | 'query'>;
  /** The segments of the logs, and what is kept beside them. */
  readonly logArchive: Pick<Archive, 'read' | 'list'>;
  readonly askClose: AskClose;
  readonly logOf: (ledger: string) => LogReader;
  readonly waitingSteps: WaitingSteps;
  readonly parked: Pick<Archive, 'list'>;
  readonly startPayout: StartPayout;
  /** Where trails are kept, and what makes them. */
  readonly trails: { readonly archive: Pick<Archive, 'create' | 'read'> } & TrailExecutions;
  /** What was recorded through this process. */
  readonly written: WrittenTimes;
  /** Told why a refusal could not be written. */
  readonly onRefusalLost: (failure: unknown) => void;
  /** Told of what nobody expected, with the id of the request that met it. */
  readonly onFailure: (failure: unknown, requestId: string) => void;
};
