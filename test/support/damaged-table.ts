import type { StoredEvent } from '../../domain/ports/event-store.ts';
import type { RestoredTable } from '../../domain/ports/restored-table.ts';
import { factIdOf } from '../../domain/shared/stream-id.ts';

/** A table in memory that may lack any event, with its whole content as one text. */
export const damagedTable = (
  events: readonly StoredEvent[],
): RestoredTable & { readonly content: () => string; readonly overwrite: (event: StoredEvent) => void } => {
  const byPlace = new Map(events.map((event) => [placeOf(event), event]));
  return {
    scan: async function* () {
      yield* [...byPlace.values()];
    },
    read: async (streamId, from, limit) =>
      [...byPlace.values()]
        .filter((event) => event.streamId === streamId && event.version >= from)
        .sort((one, other) => one.version - other.version)
        .slice(0, limit),
    putMissing: async (event) => {
      if (byPlace.has(placeOf(event))) return 'there';
      byPlace.set(placeOf(event), event);
      return 'put';
    },
    content: () => contentOf([...byPlace.values()]),
    overwrite: (event) => {
      byPlace.set(placeOf(event), event);
    },
  };
};

/** Events as one text, whatever their order. */
export const contentOf = (events: readonly StoredEvent[]): string =>
  events
    .map(({ streamId, version, text, hash, published }) => JSON.stringify([streamId, version, text, hash, published]))
    .sort()
    .join('\n');

export const placeOf = ({ streamId, version }: Pick<StoredEvent, 'streamId' | 'version'>): string =>
  factIdOf(streamId, version);
