import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import type { Projection } from '../../domain/projections/projection.ts';
import { instantOf } from '../../domain/shared/instant.ts';
import { memoryProjectionStore } from '../adapters/memory/projection-store.ts';
import { deliveredFact } from '../facts/delivered-fact.ts';
import type { Arrival } from './process-facts.ts';
import { projectFacts } from './project-facts.ts';

export type ReplayOptions = {
  readonly eventStore: EventStore;
  readonly projection: Projection;
  /** Where the rows go: into memory, where none is given. */
  readonly store?: ProjectionStore;
};

const factsPerRun = 500;
const never = instantOf(0);

/** Makes a projection again from everything that the event store published. Throws what a fold or a store throws. */
export const replay = async ({
  eventStore,
  projection,
  store = memoryProjectionStore(),
}: ReplayOptions): Promise<ProjectionStore> => {
  const process = projectFacts({ projection, store, clock: { now: () => never }, sightings: false });
  let run: Arrival[] = [];
  const flush = async (): Promise<void> => {
    const { failure } = await process(run);
    if (failure !== undefined) throw failure;
    run = [];
  };
  for await (const event of eventStore.scan()) {
    if (!event.published) continue;
    run.push(arrivalOf(event));
    if (run.length === factsPerRun) await flush();
  }
  await flush();
  return store;
};

const arrivalOf = (event: StoredEvent): Arrival => ({ delivered: deliveredFact(event), relayedAt: never });
