import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import type { StreamId } from '../../../domain/shared/stream-id.ts';

/** The newest event of a stream, with everything that was answered before; undefined where there is none. */
export const newestEvent = async (eventStore: EventStore, streamId: StreamId): Promise<StoredEvent | undefined> => {
  const [head] = await eventStore.load([streamId], 'strong');
  return head?.newest;
};
