import type { EventStore, StoredEvent, StreamWrite } from '../../../domain/ports/event-store.ts';
import { partsOf, type StreamId } from '../../../domain/shared/stream-id.ts';
import { groupCommit } from '../../../functions/adapters/group-commit.ts';
import { eventAfter, headAt } from '../../../functions/adapters/stream-head.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What could be wrong with entries that are decided before what they rest on is written. */
export const groupBugs: readonly PlantedBug[] = [
  {
    id: 'entry-outruns-its-base',
    what: 'An entry is sent before it is known whether what it was decided on is written.',
    eventStore: (cached) => outrunning(cached),
  },
  {
    id: 'group-loses-its-last',
    what: 'Of entries that are written together, the last is answered and not written.',
    eventStore: (_, uncached) =>
      groupCommit({
        ...uncached,
        append: (writes) => {
          const last = writes.findLastIndex(isOfEntry);
          return uncached.append(last > 0 && isOfEntry(writes[0]) ? writes.slice(0, last) : writes);
        },
      }),
  },
];

const isOfEntry = (write: StreamWrite | undefined): boolean =>
  write !== undefined && ['entry', 'hold'].includes(partsOf(write.head.streamId).kind);

const outrunning = (store: EventStore): EventStore => {
  const newest = new Map<StreamId, StoredEvent>();
  return {
    ...store,
    load: async (streamIds, consistency) => {
      const heads = await store.load(streamIds, consistency);
      if (consistency === 'strong') return heads;
      return heads.map((head) => {
        const event = newest.get(head.streamId);
        return event === undefined ? head : headAt(event);
      });
    },
    append: async (writes, staged) => {
      const events = writes.map(eventAfter);
      for (const event of events) newest.set(event.streamId, event);
      staged?.();
      try {
        return await store.append(writes);
      } finally {
        for (const event of events) if (newest.get(event.streamId) === event) newest.delete(event.streamId);
      }
    },
  };
};
