import type { EventStore } from '../../domain/ports/event-store.ts';
import { type Instant, millisecondsOf } from '../../domain/shared/instant.ts';

const samplesMaximum = 3_600;
const millisecondsBetweenSamples = 1_000;

/** When facts were recorded through this process, about one a second for the last hour of writing. */
export type WrittenTimes = {
  /** The earliest known to be later than an instant; undefined where none is. */
  readonly firstAfter: (instant: Instant | undefined) => Instant | undefined;
};

/** Watches an event store for what it writes, so that a consumer that does not get it can be told from one at rest. */
export const watchWrites = (store: EventStore): { readonly store: EventStore; readonly written: WrittenTimes } => {
  const samples: Instant[] = [];
  let newest: Instant | undefined;

  const note = (text: string): void => {
    const recordedAt = /"recordedAt":"([^"]+)"/.exec(text)?.[1] as Instant | undefined;
    if (recordedAt === undefined || (newest !== undefined && recordedAt <= newest)) return;
    newest = recordedAt;
    const last = samples.at(-1);
    if (last !== undefined && millisecondsOf(recordedAt) - millisecondsOf(last) < millisecondsBetweenSamples) return;
    samples.push(recordedAt);
    if (samples.length > samplesMaximum) samples.shift();
  };

  return {
    store: {
      ...store,
      append: async (writes, staged) => {
        const outcome = await store.append(writes, staged);
        const published = outcome.code === 'Appended' ? outcome.events.find((event) => event.published) : undefined;
        if (published !== undefined) note(published.text);
        return outcome;
      },
    },
    written: {
      firstAfter: (instant) => {
        const known = newest === undefined ? samples : [...samples, newest];
        return instant === undefined ? known[0] : known.find((sample) => sample > instant);
      },
    },
  };
};
