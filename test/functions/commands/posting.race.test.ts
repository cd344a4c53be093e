import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { cachedHeads } from '../../../functions/adapters/cached-heads.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { lanes } from '../../../functions/runtime/lanes.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { brokenLinks } from '../../support/broken-links.ts';
import { balancesIn, entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

const codeOf = (outcome: Awaited<ReturnType<typeof post>>): string =>
  outcome.code === 'Rejected' ? outcome.rejection.code : outcome.code;

/**
 * The store as another process sees it: each call takes effect, and each answer arrives, when the scheduler says so.
 */
const scheduled = (store: EventStore, scheduler: fc.Scheduler): EventStore => {
  const later = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    await scheduler.schedule(Promise.resolve(), 'request');
    const answer = await work();
    await scheduler.schedule(Promise.resolve(), 'answer');
    return answer;
  };
  return {
    ...store,
    load: (streamIds, consistency) => later(() => store.load(streamIds, consistency)),
    append: (writes) => later(() => store.append(writes)),
    read: (streamId, from, limit) => later(() => store.read(streamId, from, limit)),
  };
};

const processes = (base: Ledger, scheduler: fc.Scheduler, count: number): readonly Ledger[] =>
  Array.from({ length: count }, () => ({
    ...base,
    eventStore: cachedHeads(scheduled(base.eventStore, scheduler), { now: () => 0 }),
    lanes: lanes(),
  }));

const begun = async (): Promise<Ledger> => {
  const ledger = testLedger(memoryEventStore());
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
  await post(ledger, 'in', entryOf('bank', 'seller', '30.00'));
  return ledger;
};

describe('writers in several processes, in every interleaving', () => {
  it('never spend more than there is, and spend all that there is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const base = await begun();
        const writers = processes(base, scheduler, 3);
        const posts = Array.from({ length: 6 }, (_, index) =>
          post(writers[index % 3] ?? base, `out ${index}`, entryOf('seller', 'bank', '10.00')),
        );
        await scheduler.waitFor(Promise.all(posts));
        const codes = (await Promise.all(posts)).map(codeOf).sort();
        expect(codes).toEqual([...Array(3).fill('InsufficientFunds'), ...Array(3).fill('Recorded')]);
        expect(await balancesIn(base, 'seller')).toMatchObject({ posted: '0.00' });
        expect(await brokenLinks(base.eventStore)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('post an entry once for one key, and all hear the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const base = await begun();
        const writers = processes(base, scheduler, 3);
        const posts = Array.from({ length: 6 }, (_, index) =>
          post(writers[index % 3] ?? base, 'same', entryOf('seller', 'bank', '20.00')),
        );
        await scheduler.waitFor(Promise.all(posts));
        const outcomes = await Promise.all(posts);
        const texts = outcomes.map((outcome) => (outcome.code === 'Recorded' ? outcome.event.text : codeOf(outcome)));
        expect(new Set(texts).size).toBe(1);
        expect(
          outcomes.filter((outcome) => outcome.code === 'Recorded' && !outcome.replayed).length,
        ).toBeLessThanOrEqual(1);
        expect(await balancesIn(base, 'seller')).toMatchObject({ posted: '10.00' });
      }),
      { numRuns: 1_000 },
    );
  });
});
