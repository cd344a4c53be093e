import { describe, expect, it } from '@jest/globals';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { entryOf, post } from '../../support/test-ledger.ts';
import '../../support/quiet-log.ts';
import type { auditorWorld } from './auditor-world.ts';
import { allWell, busyWorld } from './busy-world.ts';

type World = ReturnType<typeof auditorWorld>;
type Spent = { events: number; heads: number; rows: number; queries: number };

/** A run of the auditor, and what it read: events, heads, rows by their keys, and pages of rows. */
const metered = async ({ parts, run }: World): Promise<Spent> => {
  const spent: Spent = { events: 0, heads: 0, rows: 0, queries: 0 };
  const counting = <Store extends Pick<ProjectionStore, 'query'>>(store: Store): Store => ({
    ...store,
    load: async (keys: Parameters<ProjectionStore['load']>[0]) => {
      spent.rows += keys.length;
      return (store as unknown as ProjectionStore).load(keys);
    },
    query: async (query: Parameters<ProjectionStore['query']>[0]) => {
      spent.queries += 1;
      return store.query(query);
    },
  });
  const { load, read } = parts.eventStore;
  const published = await run({
    eventStore: {
      load: async (streamIds, consistency) => {
        spent.heads += streamIds.length;
        return load(streamIds, consistency);
      },
      read: async (...asked) => {
        spent.events += 1;
        return read(...asked);
      },
    },
    views: counting(parts.views),
    risk: counting(parts.risk),
    audit: counting(parts.audit),
    auditor: counting(parts.auditor),
  });
  expect(published).toEqual(allWell);
  return spent;
};

describe('a run of the auditor', () => {
  it('reads little where nothing happens, and nothing of the event store', async () => {
    const world = await busyWorld();
    await world.run();
    expect(await metered(world)).toEqual({ events: 0, heads: 0, rows: 8, queries: 11 });
  });

  it('reads, for an entry on two accounts more, three events, four rows and two heads with their marks', async () => {
    const world = await busyWorld();
    await world.run();
    await world.run();
    await post(world.ledger, 'more', entryOf('bank', 'seller', '1.00'));
    await world.deliver();
    await world.seal();
    const [before, after] = [{ rows: 8, queries: 11 }, await metered(world)];
    expect(after).toMatchObject({ events: 3, heads: 2 });
    // Of the views four rows, and of the auditor's own the minute that it adds to.
    expect(after.rows - before.rows).toBe(5);
    // The marks of two heads, and the page of accounts whose turn it is.
    expect(after.queries - before.queries).toBe(3);
  });
});
