import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { ProjectionStore, RowKey } from '../../../domain/ports/projection-store.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { archivedFacts } from '../../support/archived-facts.ts';
import { archiveAtLast, factsNamed, optionsWith } from './archive-parts.ts';

const anyName = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
/** What is delivered to one worker: batches, with repetitions within and between workers. */
const anyBatches = fc.array(fc.array(anyName, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });

describe('workers that archive at once', () => {
  it('make one log, without gaps and with each fact once, in every interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(anyBatches, { minLength: 2, maxLength: 3 }),
        async (scheduler, workers) => {
          const archive = memoryArchive();
          const store = memoryProjectionStore();
          const work = workers.map(async (batches) => {
            const options = optionsWith(scheduledStore(store, scheduler), scheduledArchive(archive, scheduler));
            for (const names of batches) await archiveAtLast(factsNamed(...names), options);
          });
          await scheduler.waitFor(Promise.all(work));
          const found = (await archivedFacts(archive)).map((line) => /"name":"(.*)"/.exec(line)?.[1] ?? '');
          expect([...found].sort()).toEqual([...new Set(workers.flat(2))].sort());
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** Reads rows one at a time, in whatever order, as a batched read of a real table may: it is no snapshot. */
const scheduledStore = (store: ProjectionStore, scheduler: fc.Scheduler): Pick<ProjectionStore, 'load' | 'commit'> => {
  const loadOne = scheduler.scheduleFunction((key: RowKey) => store.load([key]));
  return {
    load: async (keys) => (await Promise.all(keys.map(loadOne))).flat(),
    commit: scheduler.scheduleFunction(store.commit),
  };
};

const scheduledArchive = (archive: Archive, scheduler: fc.Scheduler) => ({
  create: scheduler.scheduleFunction(archive.create),
  read: scheduler.scheduleFunction(archive.read),
});
