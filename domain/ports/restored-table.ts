import type { EventStore, StoredEvent } from './event-store.ts';

/**
 * A restored copy of the event store's table, which may lack events in the middle of a stream. What is missing is put
 * back where nothing is; nothing is ever replaced.
 */
export type RestoredTable = Pick<EventStore, 'scan' | 'read'> & {
  /** `there`: the place holds an event already, which is left as it is. */
  readonly putMissing: (event: StoredEvent) => Promise<'put' | 'there'>;
};
