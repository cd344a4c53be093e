import type { Clock } from '../../domain/ports/clock.ts';
import type { Digest } from '../../domain/ports/digest.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { Waiting } from './backoff.ts';
import type { Lanes } from './lanes.ts';
import type { StripeMemory } from './stripe-memory.ts';

/** All that carrying out a command needs from the outside. */
export type Ledger = {
  readonly eventStore: EventStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly waiting: Waiting;
  readonly lanes: Lanes;
  /** What this process knows of stripes; where it is absent, each command learns it anew. */
  readonly stripes?: StripeMemory;
  /** Told of each race lost, for the VersionConflicts metric. */
  readonly onConflict?: (streamId: string) => void;
};
