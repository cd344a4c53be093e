import { deepEqual, equal } from 'node:assert/strict';
import { memoryArchive } from '../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { archiveAtLast, factsNamed, optionsWith } from '../functions/audit/archive-parts.ts';
import { logWorld, sealAtLast, sealOptions } from '../functions/audit/log-parts.ts';
import { archivedLines, bundledLines, verifiedSizes } from '../functions/audit/log-verifier.ts';
import { archivedFacts } from '../support/archived-facts.ts';
import type { Draw, Race } from './race.ts';
import { scheduledArchive, scheduledRows } from './scheduled.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

const someNames = (draw: Draw): readonly string[] => [
  ...new Set(Array.from({ length: 1 + draw(3) }, () => names[draw(names.length)] ?? 'a')),
];

const twoArchivers: Race = {
  name: 'workers that archive at once make one log, without gaps and with each fact once',
  run: async (scheduler, draw) => {
    const archive = memoryArchive();
    const store = memoryProjectionStore();
    const workers = [0, 1].map(() => Array.from({ length: 1 + draw(3) }, () => someNames(draw)));
    const work = workers.map(async (batches) => {
      const options = optionsWith(scheduledRows(store, scheduler), scheduledArchive(archive, scheduler));
      for (const batch of batches) await archiveAtLast(factsNamed(...batch), options);
    });
    await scheduler.waitFor(Promise.all(work));
    await Promise.all(work);
    const found = (await archivedFacts(archive)).map((line) => /"name":"(.*)"/.exec(line)?.[1] ?? '');
    deepEqual(found.toSorted(), [...new Set(workers.flat(2))].toSorted());
  },
};

const twoSealers: Race = {
  name: 'sealers at once, while facts are archived, never fork the log, and all of it is sealed in the end',
  run: async (scheduler, draw) => {
    const { archive, store } = logWorld();
    const scheduledStore = scheduledRows(store, scheduler);
    const scheduledObjects = scheduledArchive(archive, scheduler);
    const archiving = async (): Promise<void> => {
      for (let batch = 0; batch < 2; batch += 1) {
        const facts = Array.from({ length: 1 + draw(3) }, (_, position) => `b${batch}n${position}`);
        await archiveAtLast(factsNamed(...facts), optionsWith(scheduledStore, scheduledObjects));
      }
    };
    const sealing = (): Promise<void> => sealAtLast(sealOptions(scheduledStore, scheduledObjects));
    const work = [archiving(), sealing(), sealing()];
    await scheduler.waitFor(Promise.all(work));
    await Promise.all(work);
    await sealAtLast(sealOptions(store, archive));
    const lines = await archivedLines(archive);
    equal((await verifiedSizes(archive, lines)).at(-1), lines.length);
    deepEqual(await bundledLines(archive, lines.length), lines);
  },
};

/** Races about the archive and the log over it. */
export const archiveRaces: readonly Race[] = [twoArchivers, twoSealers];
