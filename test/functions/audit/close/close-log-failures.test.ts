import { describe, expect, it } from '@jest/globals';
import { particularsOf } from '../../../../domain/audit/particulars.ts';
import { sequenceKey } from '../../../../domain/audit/sequence.ts';
import { TransientFailure } from '../../../../domain/shared/failures.ts';
import { archiveFacts } from '../../../../functions/audit/archive-facts.ts';
import { deliveredFact } from '../../../../functions/facts/delivered-fact.ts';
import { optionsWith } from '../archive-parts.ts';
import { archivedLines } from '../log-verifier.ts';
import {
  archiveEvents,
  type CloseStores,
  closeAtLast,
  closeOptions,
  closesIn,
  closeWorld,
  requireTrueCloses,
} from './close-parts.ts';
import { ledgerOf } from './ledger-of.ts';

/** Stores of which one call, counted from 0 over all, fails before or after it took effect. */
const failingAt = (world: CloseStores, call: number, when: 'before' | 'after') => {
  let calls = 0;
  const guarded =
    <Arguments extends readonly unknown[], Answer>(work: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      const isFailing = calls === call;
      calls += 1;
      if (isFailing && when === 'before') throw new TransientFailure('It cannot be reached');
      const answer = await work(...given);
      if (isFailing) throw new TransientFailure('The answer was lost');
      return answer;
    };
  const guard = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, work]) => [name, typeof work === 'function' ? guarded(work) : work]),
    ) as Port;
  const { load, commit, query } = world.store;
  const { create, read, readBytes, list } = world.archive;
  const stores = {
    store: guard({ load, commit, query }),
    archive: guard({ create, read, readBytes, list }),
    eventStore: guard({ read: world.eventStore.read }),
  };
  return { stores, calls: () => calls };
};

describe('a closer that fails at any call', () => {
  it.each(['before', 'after'] as const)('%s it took effect, makes one close, and the same log', async (when) => {
    const { ledger, events } = await ledgerOf(4);
    for (let call = 0; ; call += 1) {
      const world = closeWorld(ledger.eventStore);
      await world.archiveEvents([...events.slice(0, 3), ...events.slice(4, 5)]);
      const { stores, calls } = failingAt(world, call, when);
      const first = await closeAtLast(4, closeOptions(stores));
      await archiveEvents(events, stores);
      await closeAtLast(first + 1, closeOptions(stores));
      expect((await closesIn(world.archive)).map(({ index }) => index)).toEqual([5, 7]);
      expect(await archivedLines(world.archive)).toHaveLength(events.length + 2);
      expect(await requireTrueCloses(world.archive)).toBe(2);
      if (calls() <= call) break;
    }
  });
});

describe('a close while facts never stop', () => {
  it('comes to its turn, though heads take longer than segments', async () => {
    const { ledger, events } = await ledgerOf(1_500);
    const world = closeWorld(ledger.eventStore);
    await world.archiveEvents(events.slice(0, 10));
    const ticks = async (count: number) => {
      for (let tick = 0; tick < count; tick += 1) await new Promise(setImmediate);
    };
    let isClosed = false;
    let archived = 10;
    const archiving = async () => {
      const options = {
        ...optionsWith(world.store, world.archive),
        waiting: { pause: () => ticks(20), random: () => 0 },
      };
      for (; !isClosed && archived < events.length; archived += 1) {
        const facts = events.slice(archived, archived + 1).map(deliveredFact);
        await archiveFacts(
          'main',
          facts.map((fact) => ({ ...fact, particulars: particularsOf(fact.fact) })),
          options,
        );
        await ticks(1);
      }
    };
    const create = async (name: string, body: Uint8Array | string) => {
      await ticks(30);
      return world.archive.create(name, body);
    };
    const closing = async () => {
      await closeAtLast(0, closeOptions({ ...world, archive: { ...world.archive, create } }));
      isClosed = true;
    };
    await Promise.all([archiving(), closing()]);
    expect(archived).toBeLessThan(events.length);
    expect(await requireTrueCloses(world.archive)).toBe(1);
    await world.archiveEvents(events);
    expect(await archivedLines(world.archive)).toHaveLength(events.length + 1);
  });

  it('that died in its turn holds them up for a moment only', async () => {
    const { ledger, events } = await ledgerOf(2);
    const world = closeWorld(ledger.eventStore);
    await world.store.commit([{ key: sequenceKey('main'), revision: 0, body: { next: 1, awaited: true } }]);
    await world.archiveEvents(events);
    expect(await archivedLines(world.archive)).toHaveLength(4);
    expect((await world.store.load([sequenceKey('main')]))[0]?.body).toEqual({ next: 5 });
  });
});
