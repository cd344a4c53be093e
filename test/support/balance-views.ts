import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../domain/projections/balance.ts';
import { queueOf } from '../../domain/projections/balance-rows.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { projectFacts } from '../../functions/runtime/project-facts.ts';
import { relayedAt } from './kinesis-event.ts';

/** The balance projection in memory: fed with events as they were stored, and looked into row by row. */
export const balanceViews = (store: ProjectionStore = memoryProjectionStore()) => {
  const process = projectFacts({ projection: balanceProjection, store, clock: { now: () => relayedAt } });
  return {
    store,
    project: async (events: readonly StoredEvent[]): Promise<void> => {
      const { failure } = await process(events.map((event) => ({ delivered: deliveredFact(event), relayedAt })));
      if (failure !== undefined) throw failure;
    },
    bodyOf: async (key: RowKey) => (await store.load([key]))[0]?.body,
    inQueue: async (waiting: Parameters<typeof queueOf>[0], until: string) =>
      (await store.dueBy(queueOf(waiting), until, 10)).map(({ key }) => key.sort),
  };
};
