import type { EventStore, StoredEvent, StreamHead } from '../../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import { factIdOf, firstVersionOf, type StreamId } from '../../../domain/shared/stream-id.ts';
import { eventAfter, headAt, headBefore } from '../stream-head.ts';

/** The event store in memory: for tests and simulations. It keeps the contract of the one on DynamoDB. */
export const memoryEventStore = (): EventStore => {
  const streams = new Map<StreamId, StoredEvent[]>();

  const headOf = (streamId: StreamId): StreamHead => {
    const newest = streams.get(streamId)?.at(-1);
    return newest === undefined ? headBefore(streamId) : headAt(newest);
  };

  const eventAt = (streamId: StreamId, version: number): StoredEvent | undefined =>
    streams.get(streamId)?.[version - firstVersionOf(streamId)];

  return {
    load: async (streamIds) => streamIds.map(headOf),
    beginning: headBefore,
    append: async (writes) => {
      const events = writes.map(eventAfter);
      if (new Set(events.map(({ streamId, version }) => factIdOf(streamId, version))).size !== events.length)
        throw new InvariantViolation('An append writes each version once');
      const lost = events.find(({ streamId, version }) => eventAt(streamId, version) !== undefined);
      if (lost !== undefined) {
        const isThere = events.every(({ streamId, version, text }) => eventAt(streamId, version)?.text === text);
        if (isThere) return { code: 'Appended', events };
        return { code: 'VersionConflict', streamId: lost.streamId, existing: eventAt(lost.streamId, lost.version) };
      }
      for (const event of events) streams.set(event.streamId, [...(streams.get(event.streamId) ?? []), event]);
      return { code: 'Appended', events };
    },
    read: async (streamId, from, limit) =>
      (streams.get(streamId) ?? []).filter(({ version }) => version >= from).slice(0, limit),
    scan: async function* () {
      for (const events of [...streams.values()]) yield* events;
    },
  };
};
