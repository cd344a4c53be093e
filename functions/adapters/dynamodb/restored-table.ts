import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import type { RestoredTable } from '../../../domain/ports/restored-table.ts';
import { firstVersionOf } from '../../../domain/shared/stream-id.ts';
import { headAt, headBefore } from '../stream-head.ts';
import { dynamoEventStore, type EventStoreOptions } from './event-store.ts';

/**
 * A restored copy of the event store on DynamoDB. What is put back goes through the event store's append, so it is a
 * Put that requires its key to be free. Only here is a version written of which no head was loaded: the gap that it
 * fills has later versions behind it.
 */
export const dynamoRestoredTable = (options: EventStoreOptions): RestoredTable => {
  const { scan, read, append } = dynamoEventStore(options);
  return {
    scan,
    read,
    putMissing: async (event) => {
      const { text, hash, published } = event;
      const outcome = await append([{ head: headBelow(event), text, hash, published }]);
      return outcome.code === 'Appended' ? 'put' : 'there';
    },
  };
};

const headBelow = ({ streamId, version }: StoredEvent): ReturnType<EventStore['beginning']> =>
  version === firstVersionOf(streamId)
    ? headBefore(streamId)
    : headAt({ streamId, version: version - 1, text: '', hash: '', published: false });
