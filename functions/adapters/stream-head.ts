import type { StoredEvent, StreamHead, StreamWrite } from '../../domain/ports/event-store.ts';
import { firstVersionOf, type StreamId } from '../../domain/shared/stream-id.ts';

/** The head of a stream whose newest event an event store just saw. Only event stores may call this. */
export const headAt = (newest: StoredEvent): StreamHead =>
  ({ streamId: newest.streamId, version: newest.version, newest }) as StreamHead;

/** The head of a stream before its first event. Only event stores may call this. */
export const headBefore = (streamId: StreamId): StreamHead =>
  ({ streamId, version: firstVersionOf(streamId) - 1, newest: undefined }) as StreamHead;

/** The event that a write puts behind its head. */
export const eventAfter = ({ head, text, hash, published }: StreamWrite): StoredEvent => ({
  streamId: head.streamId,
  version: head.version + 1,
  text,
  hash,
  published,
});
