import type { Archive } from '../../domain/ports/archive.ts';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';

/** All that the standing auditor reads, and the one table that it writes. */
export type AuditorParts = {
  readonly eventStore: Pick<EventStore, 'load' | 'read'>;
  readonly views: Pick<ProjectionStore, 'load' | 'query'>;
  readonly risk: Pick<ProjectionStore, 'query'>;
  readonly audit: Pick<ProjectionStore, 'load' | 'query'>;
  readonly archive: Pick<Archive, 'read'>;
  readonly auditor: ProjectionStore;
  readonly clock: Clock;
  readonly digest: Digest;
};
