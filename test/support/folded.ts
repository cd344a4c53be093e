import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { Projection } from '../../domain/projections/projection.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { commitSteps } from '../../functions/runtime/commit-steps.ts';

/** The rows that a projection makes of events, in the order given: `<partition> / <sort>` and body. */
export const folded = async (
  projection: Projection,
  events: readonly StoredEvent[],
): Promise<ReadonlyMap<string, JsonObject>> => {
  const store = memoryProjectionStore();
  for (const event of events)
    for (const step of projection(deliveredFact(event)))
      await mustFold(
        await commitSteps([step], {
          store,
          waiting: { pause: async () => {}, random: () => 0 },
          onConflict: () => {},
        }),
      );
  const rows: [string, JsonObject][] = [];
  for await (const { key, body } of store.scan()) rows.push([`${key.partition} / ${key.sort}`, body]);
  return new Map(rows.sort(([left], [right]) => (left < right ? -1 : 1)));
};

const mustFold = async (failed: Awaited<ReturnType<typeof commitSteps>>): Promise<void> => {
  if (failed !== undefined) throw failed.failure;
};
