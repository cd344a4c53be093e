import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import { type StreamId, streamIdOf } from '../../domain/shared/stream-id.ts';

/** A version of an account. */
export type AccountVersion = { readonly ledger: string; readonly accountId: string; readonly version: number };

/**
 * The published event that made a version of an account: its own, or the one that its event names as its cause. Throws
 * InvariantViolation where the event store has no such version.
 */
export const factOfVersion = async (
  eventStore: Pick<EventStore, 'read'>,
  { ledger, accountId, version }: AccountVersion,
): Promise<StoredEvent> => {
  const account = streamIdOf(ledger, 'account', accountId);
  const event = await eventAt(eventStore, account, version);
  if (event.published) return event;
  const { cause } = JSON.parse(event.text) as { readonly cause?: string };
  const at = cause?.lastIndexOf('@') ?? -1;
  if (cause === undefined || at < 0) throw new InvariantViolation(`Version ${version} of ${account} names no cause`);
  // A cause is the id of a fact, which was made of a stream's id and a version.
  return eventAt(eventStore, cause.slice(0, at) as StreamId, Number(cause.slice(at + 1)));
};

const eventAt = async (
  eventStore: Pick<EventStore, 'read'>,
  streamId: StreamId,
  version: number,
): Promise<StoredEvent> => {
  const [found] = await eventStore.read(streamId, version, 1);
  if (found === undefined || found.version !== version)
    throw new InvariantViolation(`${streamId} has no version ${version}`);
  return found;
};
