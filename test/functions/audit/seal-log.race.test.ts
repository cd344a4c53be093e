import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { archiveAtLast, factsNamed, optionsWith } from './archive-parts.ts';
import { logWorld, sealAtLast, sealOptions, signerOf } from './log-parts.ts';
import { archivedLines, bundledLines, verifiedSizes } from './log-verifier.ts';

describe('sealers at once, while facts are archived', () => {
  it('never fork: all checkpoints are of one log, which has every fact, in every interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 3 }),
        async (scheduler, batches, sealers) => {
          const { archive, store } = logWorld();
          const scheduled = {
            store: { load: scheduler.scheduleFunction(store.load), commit: scheduler.scheduleFunction(store.commit) },
            archive: {
              create: scheduler.scheduleFunction(archive.create),
              read: scheduler.scheduleFunction(archive.read),
              readBytes: scheduler.scheduleFunction(archive.readBytes),
            },
          };
          const archiving = async () => {
            for (const [batch, count] of batches.entries()) {
              const names = Array.from({ length: count }, (_, position) => `b${batch}n${position}`);
              await archiveAtLast(factsNamed(...names), optionsWith(scheduled.store, scheduled.archive));
            }
          };
          const sealing = async () => {
            const options = sealOptions(scheduled.store, scheduled.archive, { signers: [signerOf(1)] });
            for (let round = 0; round < 3; round += 1) await sealAtLast(options);
          };
          await scheduler.waitFor(Promise.all([archiving(), ...Array.from({ length: sealers }, sealing)]));
          await sealAtLast(sealOptions(store, archive));
          const lines = await archivedLines(archive);
          const sizes = await verifiedSizes(archive, lines);
          expect(sizes.at(-1)).toBe(lines.length);
          expect(await bundledLines(archive, lines.length)).toEqual(lines);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('write the checkpoint that ends with a close before any larger one, in every interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant('close' as const)), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.integer({ min: 2, max: 3 }),
        async (scheduler, segments, sealers) => {
          const world = logWorld();
          const { archive, store } = world;
          const sizes: number[] = [];
          const created = async (name: string, body: string | Uint8Array) => {
            const outcome = await archive.create(name, body);
            if (name.includes('/checkpoint/')) sizes.push(Number(name.split('/').at(-1)));
            return outcome;
          };
          const options = sealOptions(
            { load: scheduler.scheduleFunction(store.load), commit: scheduler.scheduleFunction(store.commit) },
            { ...archive, create: scheduler.scheduleFunction(created) },
          );
          const closes: number[] = [];
          const add = scheduler.scheduleFunction(async (segment: number | 'close') => {
            if (segment === 'close') closes.push(await world.addClose());
            else await world.add(segment);
          });
          const adding = async () => {
            for (const segment of segments) await add(segment);
          };
          const sealing = async () => {
            for (let round = 0; round < 4; round += 1) await sealAtLast(options);
          };
          await scheduler.waitFor(Promise.all([adding(), ...Array.from({ length: sealers }, sealing)]));
          await sealAtLast(sealOptions(store, { ...archive, create: created }));
          for (const index of closes) expect(sizes.find((size) => size > index)).toBe(index + 1);
        },
      ),
      { numRuns: 150 },
    );
  });
});
