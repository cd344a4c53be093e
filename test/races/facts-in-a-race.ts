import fc from 'fast-check';
import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import { effectsOf } from '../../domain/projections/account-effects.ts';
import { memoryEventStore } from '../../functions/adapters/memory/event-store.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import type { Arrival, ProcessFacts } from '../../functions/runtime/process-facts.ts';
import { anyStory, publishedIn, tell } from '../arbitraries/ledger-facts.ts';
import { relayedAt } from '../support/kinesis-event.ts';
import type { Draw } from './race.ts';

const storiesMaximum = 60;
const begun: Promise<readonly (readonly StoredEvent[])[]> = Promise.all(
  fc.sample(anyStory, { seed: 7, numRuns: storiesMaximum }).map(async (story) => publishedIn(await tell(story))),
);

/** The published facts of one of many ledgers in which all kinds of things happened. */
export const someFacts = async (draw: Draw): Promise<readonly StoredEvent[]> =>
  (await begun)[draw(storiesMaximum)] ?? [];

/** The facts that touched one account: few, so that workers meet on it often. */
export const factsOfOneAccount = async (draw: Draw): Promise<readonly StoredEvent[]> => {
  const events = (await someFacts(draw)).map((event) => ({ event, touched: touchedBy(event) }));
  const names = [...new Set(events.flatMap(({ touched }) => touched))];
  const name = names[draw(names.length)] ?? '';
  return events.filter(({ touched }) => touched.includes(name)).map(({ event }) => event);
};

const touchedBy = (event: StoredEvent): readonly string[] =>
  effectsOf(deliveredFact(event).fact).map(({ effect }) => effect.accountId);

/** The same in another order, some of them twice, in batches. */
export const deliveries = <One>(ones: readonly One[], draw: Draw): readonly (readonly One[])[] => {
  const twice = [...ones, ...ones.filter(() => draw(3) === 0)];
  const shuffled = twice
    .map((one) => ({ one, rank: draw(999) }))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ one }) => one);
  const size = 1 + draw(4);
  return Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
    shuffled.slice(index * size, (index + 1) * size),
  );
};

export const arrivalsOf = (events: readonly StoredEvent[]): readonly Arrival[] =>
  events.map((event) => ({ delivered: deliveredFact(event), relayedAt }));

/** Delivers batches; what was not applied of one comes again, as an event source mapping has it. */
export const deliverBatches = async (
  process: ProcessFacts,
  batches: readonly (readonly Arrival[])[],
): Promise<void> => {
  for (const batch of batches) {
    let left = batch;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      const { applied, failure } = await process(left);
      if (failure === undefined) break;
      if (attempt > 100) throw failure;
      left = left.slice(applied);
    }
  }
};

/** An event store that holds what was published, for consumers that write to it. */
export const storeHolding = async (events: readonly StoredEvent[]): Promise<EventStore> => {
  const store = memoryEventStore();
  for (const { streamId, text, hash, published } of events) {
    const [head] = await store.load([streamId], 'strong');
    if (head !== undefined) await store.append([{ head, text, hash, published }]);
  }
  return store;
};
