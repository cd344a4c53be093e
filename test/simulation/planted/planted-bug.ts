import type { Archive } from '../../../domain/ports/archive.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import type { FactPublisher } from '../../../domain/ports/fact-publisher.ts';
import type { Parking } from '../../../domain/ports/parking.ts';
import type { PayoutRail } from '../../../domain/ports/payout-rail.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import type { LogCloser } from '../../../functions/audit/close/log-closer.ts';
import type { LogSealer } from '../../../functions/audit/seal-logs.ts';
import type { relay } from '../../../functions/relay/relay.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import type { runStep } from '../../../functions/saga/run-step.ts';
import type { Executions } from '../../../functions/sweeper/executions.ts';
import type { Commands } from '../clients/commands.ts';
import type { keep } from '../clients/refusal.ts';

/** Which of several a part is: the table of a store, the consumer of a process. */
export type Table = 'views' | 'risk' | 'audit' | 'tasks' | 'bank' | 'auditor';
export type ConsumerName = 'balance' | 'fraud' | 'audit';

/** A defect that is put into a simulation by wrapping a part of the system, to see that it is found. */
export type PlantedBug = {
  readonly id: string;
  /** What is wrong, as a sentence. */
  readonly what: string;
  /** Instead of the cached event store that a process has; given the one without a cache too. */
  readonly eventStore?: (cached: EventStore, uncached: EventStore) => EventStore;
  /** The event store itself, whoever uses it. */
  readonly truth?: (store: EventStore) => EventStore;
  readonly rows?: (store: ProjectionStore, table: Table, process: string) => ProjectionStore;
  readonly archive?: (archive: Archive) => Archive;
  readonly parking?: (parking: Parking) => Parking;
  readonly publisher?: (publisher: FactPublisher) => FactPublisher;
  readonly relay?: (handle: ReturnType<typeof relay>) => ReturnType<typeof relay>;
  readonly facts?: (process: ProcessFacts, consumer: ConsumerName) => ProcessFacts;
  readonly sealer?: (sealer: LogSealer) => LogSealer;
  readonly closer?: (closer: LogCloser) => LogCloser;
  readonly keepRefusal?: (keepRefusal: typeof keep) => typeof keep;
  readonly commands?: (commands: Commands) => Commands;
  readonly step?: (run: typeof runStep) => typeof runStep;
  readonly rail?: (rail: PayoutRail) => PayoutRail;
  readonly executions?: (executions: Executions) => Executions;
};

/** Nothing is wrong. */
export const noBug: PlantedBug = { id: 'none', what: 'Nothing is wrong.' };
