import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RowKey } from '../../../../domain/ports/projection-store.ts';
import { anyDeliveryOf } from '../../../arbitraries/deliveries.ts';
import { anyStory, publishedIn, tell } from '../../../arbitraries/ledger-facts.ts';
import { sealAtLast, sealOptions } from '../log-parts.ts';
import { archivedLines, verifiedSizes } from '../log-verifier.ts';
import { archiveEvents, closeAtLast, closeOptions, closesIn, closeWorld, requireTrueCloses } from './close-parts.ts';

describe('closers at once, while facts come in any order and are archived by two', () => {
  it('make one log, whose closes each state what all before them makes, in every interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(anyStory, fc.scheduler(), fc.gen(), async (story, scheduler, gen) => {
        const eventStore = await tell(story);
        const events = await publishedIn(eventStore);
        const world = closeWorld(eventStore);
        const loadOne = scheduler.scheduleFunction((key: RowKey) => world.store.load([key]));
        const stores = {
          store: {
            load: async (keys: readonly RowKey[]) => (await Promise.all(keys.map(loadOne))).flat(),
            commit: scheduler.scheduleFunction(world.store.commit),
            query: scheduler.scheduleFunction(world.store.query),
          },
          archive: {
            create: scheduler.scheduleFunction(world.archive.create),
            read: scheduler.scheduleFunction(world.archive.read),
            readBytes: scheduler.scheduleFunction(world.archive.readBytes),
            list: scheduler.scheduleFunction(world.archive.list),
          },
          eventStore: { read: scheduler.scheduleFunction(eventStore.read) },
        };
        const archiving = async () => {
          const delivered = gen(anyDeliveryOf, events);
          const size = gen(fc.integer, { min: 1, max: 5 });
          for (let at = 0; at < delivered.length; at += size)
            await archiveEvents(delivered.slice(at, at + size), stores);
        };
        const closing = async () => {
          let from = 0;
          for (let round = 0; round < 2; round += 1) from = 1 + (await closeAtLast(from, closeOptions(stores)));
        };
        await scheduler.waitFor(Promise.all([archiving(), archiving(), closing(), closing()]));
        await world.close();
        await sealAtLast(sealOptions(world.store, world.archive));
        const lines = await archivedLines(world.archive);
        expect(lines).toHaveLength(events.length + (await closesIn(world.archive)).length);
        expect(await requireTrueCloses(world.archive)).toBeGreaterThanOrEqual(3);
        expect((await verifiedSizes(world.archive, lines)).at(-1)).toBe(lines.length);
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});
