import { describe, expect, it } from '@jest/globals';
import { type ProjectionStore, rowsPerCommitMaximum } from '../../../domain/ports/projection-store.ts';
import type { FoldStep, Projection } from '../../../domain/projections/projection.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { arrivalOf, frozen } from '../../support/arrivals.ts';
import { relayedAt } from '../../support/kinesis-event.ts';

const arrivals = (count: number) => Array.from({ length: count }, (_, number) => arrivalOf(frozen(number)));
const sortsOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

const projecting = (projection: Projection) => {
  const rows = memoryProjectionStore();
  const loads: number[] = [];
  const commits: number[] = [];
  const store: ProjectionStore = {
    ...rows,
    load: (keys) => {
      loads.push(keys.length);
      return rows.load(keys);
    },
    commit: (changes) => {
      commits.push(changes.length);
      return rows.commit(changes);
    },
  };
  const options = { clock: { now: () => relayedAt }, waiting: { pause: async () => {}, random: () => 0 } };
  return { process: projectFacts({ projection, store, ...options }), rows, loads, commits };
};

const countsIn = async (store: ProjectionStore): Promise<Readonly<Record<string, unknown>>> => {
  const counts: Record<string, unknown> = {};
  for await (const { key, body } of store.scan()) counts[key.sort] = body['count'];
  return counts;
};

describe('rows that only some folds look at', () => {
  const key = (sort: string) => ({ partition: 'seldom', sort });
  /** Changes rows of its own choice, as it finds them. */
  const seldom = (sorts: readonly string[]): FoldStep => ({
    reads: [],
    within: ['seldom'],
    apply: (rows) => {
      for (const sort of sorts) rows.put(key(sort), { count: Number(rows.get(key(sort))?.['count'] ?? 0) + 1 });
    },
  });

  it('are read when a fold asks for them, all together', async () => {
    const { process, rows, loads } = projecting(() => [seldom(['a']), seldom(['b'])]);
    expect(await process(arrivals(2))).toEqual({ applied: 2 });
    expect(await countsIn(rows)).toEqual({ a: 2, b: 2 });
    expect(loads.filter((count) => count > 0)).toEqual([2]);
  });

  it('are committed between facts where they are more than one commit has', async () => {
    const wide: Projection = ({ factId }) => [0, 1].map((part) => seldom(sortsOf(`${factId} ${part}`, 40)));
    const { process, rows, commits } = projecting(wide);
    expect(await process(arrivals(3))).toEqual({ applied: 3 });
    expect(commits).toEqual([80, 80, 80]);
    expect(Object.keys(await countsIn(rows))).toHaveLength(240);
  });

  it('are no excuse for a step that is wider than a commit', async () => {
    const { process, rows } = projecting(({ factId }) => [seldom(sortsOf(factId, rowsPerCommitMaximum + 1))]);
    expect((await process(arrivals(1))).failure).toMatchObject({ name: 'InvariantViolation' });
    expect(await countsIn(rows)).toEqual({});
  });
});
