import { describe, expect, it } from '@jest/globals';
import { closeKey } from '../../../../domain/audit/close/close-place.ts';
import { newestDue } from '../../../../domain/audit/close/close-schedule.ts';
import { knownLogKey } from '../../../../domain/audit/log/log-place.ts';
import { archivedAs, sequenceKey } from '../../../../domain/audit/sequence.ts';
import { TransientFailure } from '../../../../domain/shared/failures.ts';
import { instantOf } from '../../../../domain/shared/instant.ts';
import { memoryEventStore } from '../../../../functions/adapters/memory/event-store.ts';
import { logCloser } from '../../../../functions/audit/close/log-closer.ts';
import { publishedIn } from '../../../arbitraries/ledger-facts.ts';
import { entryOf, open, post, testLedger } from '../../../support/test-ledger.ts';
import '../../../support/quiet-log.ts';
import { closeOptions, closesIn, closeWorld, requireTrueCloses } from './close-parts.ts';

const begin = Date.parse('2026-11-23T12:00:00.000Z');
const hour = 3_600_000;

/** A log that began at noon, and a closer whose clock stands so many hours later. */
const closerWorld = async () => {
  const ledger = testLedger(memoryEventStore());
  await open(ledger, 'assets:bank');
  await open(ledger, 'sellers:7', { type: 'liability' });
  const world = closeWorld(ledger.eventStore);
  const [now, counted] = [{ hours: 0 }, [] as string[]];
  const archiveNew = async () => world.archiveEvents(await publishedIn(ledger.eventStore));
  await archiveNew();
  await world.store.commit([{ key: knownLogKey('main'), revision: 0, body: { since: instantOf(begin) } }]);
  const options = {
    ...closeOptions(world),
    clock: { now: () => instantOf(begin + now.hours * hour) },
    count: (name: string) => void counted.push(name),
    closeTime: '00:05',
  };
  let entries = 0;
  return {
    ...world,
    counted,
    options,
    closer: logCloser(options),
    at: (hours: number) => {
      now.hours = hours;
    },
    postAndArchive: async () => {
      entries += 1;
      await post(ledger, `${entries}`, entryOf('assets:bank', 'sellers:7', '1.00'));
      await archiveNew();
    },
    closes: async () => (await closesIn(world.archive)).map(({ index, closedAt }) => [index, closedAt.slice(0, 13)]),
  };
};

describe('a day', () => {
  it('begins to be closed at its time, and not a moment before', () => {
    expect(newestDue(instantOf(Date.parse('2026-11-24T00:04:59.999Z')), '00:05')).toBe('2026-11-23T00:05:00.000Z');
    expect(newestDue(instantOf(Date.parse('2026-11-24T00:05:00.000Z')), '00:05')).toBe('2026-11-24T00:05:00.000Z');
  });

  it('is closed once, however often and by however many that is looked for', async () => {
    const { closer, options, at, closes, archive } = await closerWorld();
    await closer.closeDue();
    at(12);
    await closer.closeDue();
    expect(await closes()).toEqual([]);
    at(13);
    await Promise.all([closer.closeDue(), logCloser(options).closeDue(), logCloser(options).closeDue()]);
    await closer.closeDue();
    expect(await closes()).toEqual([[2, '2026-11-24T01']]);
    at(37);
    await closer.closeDue();
    await closer.closeDue();
    expect(await closes()).toEqual([
      [2, '2026-11-24T01'],
      [3, '2026-11-25T01'],
    ]);
    expect(await requireTrueCloses(archive)).toBe(2);
  });

  it('is closed late where nobody was there at its time', async () => {
    const { closer, at, closes } = await closerWorld();
    at(20);
    await closer.closeDue();
    expect(await closes()).toEqual([[2, '2026-11-24T08']]);
  });

  it('is closed once also by a process whose clock goes back at that very moment', async () => {
    const { options, closes } = await closerWorld();
    const due = Date.parse('2026-11-24T00:05:00.000Z');
    let told = 0;
    // It is the due moment once, and half a second before it for the next twenty readings.
    const clock = { now: () => instantOf(told++ === 0 ? due : due - 500 + Math.max(0, told - 20) * 1_000) };
    await logCloser({ ...options, clock }).closeDue();
    expect(await closes()).toEqual([[2, '2026-11-24T00']]);
  });

  it('is closed for every ledger, also where one cannot be', async () => {
    const { closer, options, store, archive, at, closes, counted } = await closerWorld();
    await store.commit([{ key: knownLogKey('early'), revision: 0, body: { since: instantOf(begin) } }]);
    await archive.create('facts/early/000000000001.ndjson', 'not closed');
    at(13);
    await expect(closer.closeDue()).rejects.toThrow();
    expect(await closes()).toHaveLength(1);
    expect(counted).toContain('InvariantViolations');
    await expect(logCloser({ ...options, closeTime: undefined }).closeDue()).resolves.toBeUndefined();
  });
});

describe('a close on demand', () => {
  const demand = { ledger: 'main', requestId: 'req_1', fingerprint: 'f', actor: 'auditor', dryRun: false };

  it('is made once for a request, and the same again for its repetition, whatever came in between', async () => {
    const { closer, options, postAndArchive, archive } = await closerWorld();
    await postAndArchive();
    const first = await closer.demand(demand);
    expect(first).toMatchObject({
      code: 'Closed',
      replayed: false,
      close: { index: 3, reason: 'demand', accounts: 2 },
    });
    await postAndArchive();
    await closer.demand({ ...demand, requestId: 'req_2' });
    expect(await logCloser(options).demand(demand)).toEqual({ ...first, replayed: true });
    expect(await closesIn(archive)).toHaveLength(2);
    expect(JSON.parse((await archive.read('log/main/asked/req_1')) ?? '')).toMatchObject({ actor: 'auditor', from: 4 });
  });

  it('is the same where rows were put back to what they were, though more was followed before', async () => {
    const { closer, store, closes } = await closerWorld();
    const first = await closer.demand(demand);
    for (const key of [sequenceKey('main'), closeKey('main', 2)]) {
      const [row] = await store.load([key]);
      if (row !== undefined) await store.commit([{ key, revision: row.revision, body: null }]);
    }
    for (const key of ['main#A#assets:bank@1', 'main#A#sellers:7@1']) {
      const rows = await store.query({ partition: archivedAs('main', key).partition, limit: 10 });
      await store.commit(rows.map((row) => ({ key: row.key, revision: row.revision, body: null })));
    }
    expect(await closer.demand({ ...demand, requestId: 'req_2' })).toMatchObject({
      close: first.code === 'Closed' ? first.close : undefined,
    });
    expect(await closes()).toHaveLength(1);
  });

  it('is refused where the request stands for another', async () => {
    const { closer, closes } = await closerWorld();
    await closer.demand(demand);
    expect(await closer.demand({ ...demand, fingerprint: 'g' })).toEqual({ code: 'IdempotencyKeyMisused' });
    expect(await closes()).toHaveLength(1);
  });

  it('is one for all who ask at once, and covers what was archived when each asked', async () => {
    const { options, closes, archive } = await closerWorld();
    const asked = await Promise.all(
      ['a', 'b', 'a', 'c'].map((requestId) => logCloser(options).demand({ ...demand, requestId })),
    );
    expect(asked.map((outcome) => outcome.code === 'Closed' && outcome.close.index)).toEqual([2, 2, 2, 2]);
    expect(await closes()).toHaveLength(1);
    expect(await requireTrueCloses(archive)).toBe(1);
  });

  it('is one wherever a call fails, before or after it took effect', async () => {
    for (const when of ['before', 'after'])
      for (let call = 0; ; call += 1) {
        const { options, archive } = await closerWorld();
        let calls = 0;
        const create = async (name: string, body: Uint8Array | string) => {
          const isFailing = calls === call;
          calls += 1;
          if (isFailing && when === 'before') throw new TransientFailure('It cannot be reached');
          const answer = await archive.create(name, body);
          if (isFailing) throw new TransientFailure('The answer was lost');
          return answer;
        };
        const failing = { ...options, archive: { ...archive, create } };
        const outcome = await logCloser(failing)
          .demand(demand)
          .catch(() => logCloser(failing).demand(demand));
        expect(outcome).toMatchObject({ code: 'Closed', close: { index: 2 } });
        expect(await requireTrueCloses(archive)).toBe(1);
        if (calls <= call) break;
      }
  });
});
