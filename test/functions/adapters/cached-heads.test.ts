import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { cachedHeads } from '../../../functions/adapters/cached-heads.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { eventStoreContract } from '../../contract/event-store.ts';

eventStoreContract('with remembered heads', async () => cachedHeads(memoryEventStore(), { now: () => 0 }));

const counting = () => {
  const store = memoryEventStore();
  const loads: string[] = [];
  const counted: EventStore = {
    ...store,
    load: (streamIds, consistency) => {
      loads.push(`${consistency} ${streamIds.join(' ')}`);
      return store.load(streamIds, consistency);
    },
  };
  return { store, counted, loads };
};

const streamId = streamIdOf('main', 'account', 'a');
const next = async (store: EventStore, text: string) => {
  const [head] = await store.load([streamId], 'eventual');
  if (head === undefined) throw new Error('no head');
  return store.append([{ head, text, hash: text, published: false }]);
};

describe('remembered heads', () => {
  it('make reads before an append needless for a warm writer', async () => {
    const { counted, loads } = counting();
    const cached = cachedHeads(counted, { now: () => 0 });
    for (const text of ['1', '2', '3']) expect((await next(cached, text)).code).toBe('Appended');
    expect(loads).toEqual([`eventual ${streamId}`]);
  });

  it('never answer a strong load', async () => {
    const { counted, loads } = counting();
    const cached = cachedHeads(counted, { now: () => 0 });
    await next(cached, '1');
    await cached.load([streamId], 'strong');
    expect(loads.at(-1)).toBe(`strong ${streamId}`);
  });

  it('are given up for a while on a stream that others write to as well', async () => {
    const { store, counted, loads } = counting();
    let now = 0;
    const cached = cachedHeads(counted, {
      now: () => now,
      limits: { streamsMaximum: 10, contendedMilliseconds: 1_000 },
    });
    await next(cached, 'mine');
    await next(store, 'theirs');
    expect((await next(cached, 'stale')).code).toBe('VersionConflict');
    const before = loads.length;
    await next(cached, '3');
    await next(cached, '4');
    expect(loads.length - before).toBe(2);
    now = 1_001;
    await next(cached, '5');
    await next(cached, '6');
    expect(loads.length - before).toBe(3);
  });

  it('are forgotten after a failure, which tells nothing', async () => {
    const { counted, loads } = counting();
    let failing = false;
    const cached = cachedHeads(
      {
        ...counted,
        append: async (writes) => {
          const outcome = await counted.append(writes);
          if (failing) throw new Error('lost answer');
          return outcome;
        },
      },
      { now: () => 0 },
    );
    await next(cached, '1');
    failing = true;
    await expect(next(cached, '2')).rejects.toThrow('lost answer');
    failing = false;
    expect((await next(cached, '3')).code).toBe('Appended');
    expect(loads).toHaveLength(2);
  });

  it('are bounded in number', async () => {
    const { counted, loads } = counting();
    const cached = cachedHeads(counted, { now: () => 0, limits: { streamsMaximum: 1, contendedMilliseconds: 0 } });
    await next(cached, '1');
    const other = streamIdOf('main', 'account', 'b');
    await cached.append([{ head: cached.beginning(other), text: 'b', hash: 'b', published: false }]);
    await next(cached, '2');
    expect(loads).toHaveLength(2);
  });
});
