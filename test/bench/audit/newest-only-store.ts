import type { EventStore, StoredEvent, StreamWrite } from '../../../domain/ports/event-store.ts';
import type { StreamId } from '../../../domain/shared/stream-id.ts';
import { headAt, headBefore } from '../../../functions/adapters/stream-head.ts';

/**
 * An event store that keeps the newest event of each account and hands the published ones on, so that a ledger of
 * millions of entries can be made in little memory. It trusts its one writer.
 */
export const newestOnlyStore = (onPublished: (event: StoredEvent) => void): EventStore => {
  const newest = new Map<StreamId, StoredEvent>();
  const eventOf = ({ head, text, hash, published }: StreamWrite): StoredEvent => ({
    streamId: head.streamId,
    version: head.version + 1,
    text,
    hash,
    published,
  });
  return {
    load: async (streamIds) =>
      streamIds.map((streamId) => {
        const event = newest.get(streamId);
        return event === undefined ? headBefore(streamId) : headAt(event);
      }),
    beginning: headBefore,
    append: async (writes) => {
      const events = writes.map(eventOf);
      for (const event of events) {
        if (event.streamId.includes('#A#')) newest.set(event.streamId, event);
        if (event.published) onPublished(event);
      }
      return { code: 'Appended', events };
    },
    read: async () => [],
    scan: async function* () {
      yield* newest.values();
    },
  };
};
