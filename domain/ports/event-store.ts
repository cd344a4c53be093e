import type { Brand } from '../shared/brand.ts';
import type { StreamId } from '../shared/stream-id.ts';

/** An event as it is stored, for ever. */
export type StoredEvent = {
  readonly streamId: StreamId;
  /** Position in its stream; account streams begin at 1, the others at 0, and none is skipped. */
  readonly version: number;
  /** The event as canonical JSON (RFC 8785): the bytes that are hashed. */
  readonly text: string;
  /** The link of the stream's hash chain, see domain/audit/hash-chain.ts. */
  readonly hash: string;
  /** Whether the relay publishes it as a fact. */
  readonly published: boolean;
};

/**
 * Evidence of how far a stream had come when an event store said so. Only an event store makes one, so an append can
 * neither overwrite nor skip a version. `newest` is the stream's snapshot; undefined where nothing is written.
 */
export type StreamHead = Brand<
  { readonly streamId: StreamId; readonly version: number; readonly newest: StoredEvent | undefined },
  'StreamHead'
>;

/** The next event of a stream whose head was loaded. */
export type StreamWrite = {
  readonly head: StreamHead;
  readonly text: string;
  readonly hash: string;
  readonly published: boolean;
};

/** Someone was first: `streamId` already has an event where this append wanted its own. */
export type VersionConflict = {
  readonly code: 'VersionConflict';
  readonly streamId: StreamId;
  /** The event in the way, where the store could tell. */
  readonly existing: StoredEvent | undefined;
};

export type AppendOutcome = { readonly code: 'Appended'; readonly events: readonly StoredEvent[] } | VersionConflict;

/** A stale head only loses the race; a refusal is confirmed with `strong` first. */
export type Consistency = 'eventual' | 'strong';

/** The append-only store of all streams: the only truth. Fails with TransientFailure or PermanentFailure. */
export type EventStore = {
  /** The heads of streams, in the order asked; one read of one event each, however long the stream. */
  readonly load: (streamIds: readonly StreamId[], consistency: Consistency) => Promise<readonly StreamHead[]>;
  /** The head of a stream before its first event, without a read: if the stream exists, the append conflicts. */
  readonly beginning: (streamId: StreamId) => StreamHead;
  /**
   * Writes up to 100 events, all or none; those of one stream follow one another. Writes named first are named first in
   * a conflict. A store that lets others decide on these events before they are written calls `staged` as it begins to.
   */
  readonly append: (writes: readonly StreamWrite[], staged?: () => void) => Promise<AppendOutcome>;
  /** The events of a stream from a version on, oldest first, at most `limit`; strongly consistent. */
  readonly read: (streamId: StreamId, from: number, limit: number) => Promise<readonly StoredEvent[]>;
  /** Every event of every stream, in no order: for replay and verification. */
  readonly scan: () => AsyncIterable<StoredEvent>;
};
