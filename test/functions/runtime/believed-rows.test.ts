import { describe, expect, it } from '@jest/globals';
import type { ProjectionStore, RowKey } from '../../../domain/ports/projection-store.ts';
import type { FoldStep, Projection } from '../../../domain/projections/projection.ts';
import type { JsonObject } from '../../../domain/shared/json.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { arrivalOf, frozen } from '../../support/arrivals.ts';
import { relayedAt } from '../../support/kinesis-event.ts';

const key = (sort: string): RowKey => ({ partition: 'remembered', sort });
const options = { clock: { now: () => relayedAt }, waiting: { pause: async () => {}, random: () => 0 } };

const counting = (sort: string): FoldStep => ({
  reads: [key(sort)],
  apply: (rows) => rows.put(key(sort), { count: Number(rows.get(key(sort))?.['count'] ?? 0) + 1 }),
});

/** A worker on a store, and what it read and committed. */
const workerOn = (rows: ProjectionStore, projection: Projection) => {
  const loads: string[] = [];
  const conflicts: string[] = [];
  const store: ProjectionStore = {
    ...rows,
    load: (keys) => {
      loads.push(...keys.map(({ sort }) => sort));
      return rows.load(keys);
    },
  };
  const process = projectFacts({ projection, store, ...options, onConflict: () => conflicts.push('conflict') });
  let delivered = 0;
  const deliver = async (count = 1) => {
    const first = delivered;
    delivered += count;
    return process(Array.from({ length: count }, (_, index) => arrivalOf(frozen(first + index))));
  };
  return { deliver, loads, conflicts };
};

const bodyOf = async (rows: ProjectionStore, sort: string): Promise<JsonObject | undefined> =>
  (await rows.load([key(sort)]))[0]?.body;

/** Writes a row as another worker does. */
const written = async (rows: ProjectionStore, sort: string, body: JsonObject | null): Promise<void> => {
  const [row] = await rows.load([key(sort)]);
  expect(await rows.commit([{ key: key(sort), revision: row?.revision ?? 0, body }])).toBe('committed');
};

describe('a worker that remembers the rows it committed', () => {
  it('does not read a row again that it changes with every fact', async () => {
    const rows = memoryProjectionStore();
    const { deliver, loads } = workerOn(rows, () => [counting('a')]);
    for (let fact = 0; fact < 5; fact += 1) await deliver();
    expect(await bodyOf(rows, 'a')).toEqual({ count: 5 });
    // A row that was new is read once more: most of those are never changed again.
    expect(loads).toEqual(['a', 'a']);
  });

  it('reads it after all where another has changed it, and calls that no lost race', async () => {
    const rows = memoryProjectionStore();
    const { deliver, loads, conflicts } = workerOn(rows, () => [counting('a')]);
    for (let fact = 0; fact < 3; fact += 1) await deliver();
    await written(rows, 'a', { count: 100 });
    expect(await deliver()).toEqual({ applied: 1 });
    expect(await bodyOf(rows, 'a')).toEqual({ count: 101 });
    expect(loads).toEqual(['a', 'a', 'a']);
    expect(conflicts).toEqual([]);
  });

  it('reads it after all where another has removed it', async () => {
    const rows = memoryProjectionStore();
    const { deliver } = workerOn(rows, () => [counting('a')]);
    for (let fact = 0; fact < 3; fact += 1) await deliver();
    await written(rows, 'a', null);
    await deliver();
    expect(await bodyOf(rows, 'a')).toEqual({ count: 1 });
  });

  it('believes a row only where the commit checks it: one that a fold leaves alone is read', async () => {
    const rows = memoryProjectionStore();
    /** Closes after the second fact, and does nothing once it is closed. */
    const closing: FoldStep = {
      reads: [key('door')],
      apply: (seen) => {
        const { count = 0, isClosed } = seen.get(key('door')) ?? {};
        if (isClosed !== true) seen.put(key('door'), { count: Number(count) + 1, isClosed: count === 1 });
      },
    };
    const { deliver } = workerOn(rows, () => [closing]);
    for (let fact = 0; fact < 3; fact += 1) await deliver();
    expect(await bodyOf(rows, 'door')).toEqual({ count: 2, isClosed: true });
    await written(rows, 'door', { count: 2, isClosed: false });
    await deliver();
    expect(await bodyOf(rows, 'door')).toEqual({ count: 3, isClosed: false });
  });

  it('believes no row over which a fold throws before it has read it', async () => {
    const rows = memoryProjectionStore();
    const strict: FoldStep = {
      reads: [key('a')],
      apply: (seen) => {
        const count = Number(seen.get(key('a'))?.['count'] ?? 0);
        if (count === 2) throw new TypeError('Two is too much');
        seen.put(key('a'), { count: count + 1 });
      },
    };
    const { deliver } = workerOn(rows, () => [strict]);
    for (let fact = 0; fact < 2; fact += 1) await deliver();
    expect(await bodyOf(rows, 'a')).toEqual({ count: 2 });
    await written(rows, 'a', { count: 0 });
    expect(await deliver()).toEqual({ applied: 1 });
    expect(await bodyOf(rows, 'a')).toEqual({ count: 1 });
  });
});

describe('workers that change the same rows in turn', () => {
  it('soon stop to rest commits on memory, since those are refused and charged', async () => {
    const rows = memoryProjectionStore();
    let refused = 0;
    const store: ProjectionStore = {
      ...rows,
      commit: async (changes) => {
        const outcome = await rows.commit(changes);
        if (outcome === 'conflict') refused += 1;
        return outcome;
      },
    };
    const workers = [0, 1].map(() => workerOn(store, () => [counting('a')]));
    for (let turn = 0; turn < 500; turn += 1) for (const worker of workers) await worker.deliver();
    expect(await bodyOf(rows, 'a')).toEqual({ count: 1_000 });
    expect(refused).toBeLessThan(20);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('rows that a step creates', () => {
  const marking: Projection = ({ factId }) => [
    {
      reads: [key(factId), key('sum')],
      creates: [key(factId)],
      apply: (rows) => {
        if (rows.get(key(factId)) !== undefined) return;
        rows.put(key(factId), {});
        rows.put(key('sum'), { count: Number(rows.get(key('sum'))?.['count'] ?? 0) + 1 });
      },
    },
  ];

  it('are not read', async () => {
    const rows = memoryProjectionStore();
    const { deliver, loads } = workerOn(rows, marking);
    for (let batch = 0; batch < 4; batch += 1) await deliver(3);
    expect(await bodyOf(rows, 'sum')).toEqual({ count: 12 });
    expect(loads).toEqual(['sum', 'sum']);
  });

  it('are found there where a worker meets facts that another has applied, in whole or in part', async () => {
    const rows = memoryProjectionStore();
    await workerOn(rows, marking).deliver(4);
    const later = workerOn(rows, marking);
    expect(await later.deliver(6)).toEqual({ applied: 6 });
    expect(await later.deliver(6)).toEqual({ applied: 6 });
    expect(await bodyOf(rows, 'sum')).toEqual({ count: 12 });
  });
});
