import type { AppendOutcome, EventStore, StreamHead } from '../../domain/ports/event-store.ts';
import type { StreamId } from '../../domain/shared/stream-id.ts';
import { headAt } from './stream-head.ts';

export type HeadCacheLimits = {
  readonly streamsMaximum: number;
  /** How long a stream that others write to as well is always read, in milliseconds. */
  readonly contendedMilliseconds: number;
};

export const headCacheLimits: HeadCacheLimits = { streamsMaximum: 10_000, contendedMilliseconds: 60_000 };

/**
 * An event store that remembers the heads it wrote or read, so that a warm writer needs no read before an append. That
 * is safe because a head is only a claim: a stale one loses the race, and a refusal is confirmed with a strong load,
 * which always goes to the store. A stream on which a remembered head lost belongs to other writers too, and is read
 * for a while.
 */
export const cachedHeads = (
  store: EventStore,
  { now, limits = headCacheLimits }: { readonly now: () => number; readonly limits?: HeadCacheLimits },
): EventStore => {
  const heads = new Map<StreamId, StreamHead>();
  const contendedUntil = new Map<StreamId, number>();

  const remember = (head: StreamHead): void => {
    heads.delete(head.streamId);
    if (head.newest === undefined || (contendedUntil.get(head.streamId) ?? 0) > now()) return;
    contendedUntil.delete(head.streamId);
    heads.set(head.streamId, head);
    const oldest = heads.size > limits.streamsMaximum ? heads.keys().next().value : undefined;
    if (oldest !== undefined) heads.delete(oldest);
  };

  const loadMissing = async (streamIds: readonly StreamId[]): Promise<readonly StreamHead[]> => {
    const missing = streamIds.filter((streamId) => !heads.has(streamId));
    const loaded = missing.length === 0 ? [] : await store.load(missing, 'eventual');
    const byId = new Map(loaded.map((head) => [head.streamId, head]));
    const found = streamIds.map((streamId) => byId.get(streamId) ?? heads.get(streamId));
    for (const head of loaded) remember(head);
    return found.filter((head) => head !== undefined);
  };

  return {
    ...store,
    load: async (streamIds, consistency) => {
      if (consistency === 'eventual') return loadMissing(streamIds);
      const loaded = await store.load(streamIds, 'strong');
      for (const head of loaded) remember(head);
      return loaded;
    },
    append: async (writes) => {
      const known = writes.filter(({ head }) => heads.has(head.streamId)).map(({ head }) => head.streamId);
      const outcome = await appended(store, writes, () => forget(known));
      if (outcome.code === 'Appended') for (const event of outcome.events) remember(headAt(event));
      else lose(outcome);
      return outcome;
    },
  };

  function forget(streamIds: readonly StreamId[]): void {
    for (const streamId of streamIds) heads.delete(streamId);
  }

  function lose({ streamId }: AppendOutcome & { readonly code: 'VersionConflict' }): void {
    if (!heads.delete(streamId)) return;
    contendedUntil.delete(streamId);
    contendedUntil.set(streamId, now() + limits.contendedMilliseconds);
    const oldest = contendedUntil.size > limits.streamsMaximum ? contendedUntil.keys().next().value : undefined;
    if (oldest !== undefined) contendedUntil.delete(oldest);
  }
};

// After a failure nothing is known of the streams, so what was remembered of them goes.
const appended = async (
  store: EventStore,
  writes: Parameters<EventStore['append']>[0],
  forget: () => void,
): Promise<AppendOutcome> => {
  try {
    return await store.append(writes);
  } catch (error) {
    forget();
    throw error;
  }
};
