import { describe, expect, it } from '@jest/globals';
import { type ProjectionStore, rowsPerCommitMaximum } from '../../../domain/ports/projection-store.ts';
import type { FoldStep, Projection } from '../../../domain/projections/projection.ts';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { revisionBackoff } from '../../../functions/runtime/commit-steps.ts';
import { type ProjectFactsOptions, projectFacts } from '../../../functions/runtime/project-facts.ts';
import { arrivalOf, frozen } from '../../support/arrivals.ts';
import { relayedAt } from '../../support/kinesis-event.ts';

const waiting = { pause: async () => {}, random: () => 0 };
const clock = { now: () => relayedAt };
const arrivals = (count: number) => Array.from({ length: count }, (_, number) => arrivalOf(frozen(number)));
/** Counts each fact in a row of its own, and in one that all share. */
const counting: Projection = ({ factId }) => [step([factId, 'all'])];

const step = (
  sorts: readonly string[],
  apply: (count: (sort: string) => void) => void = (count) => sorts.forEach(count),
): FoldStep => {
  const keys = new Map(sorts.map((sort) => [sort, { partition: 'counts', sort }]));
  return {
    reads: [...keys.values()],
    apply: (rows) =>
      apply((sort) => {
        const key = keys.get(sort) ?? { partition: 'counts', sort };
        rows.put(key, { count: Number(rows.get(key)?.['count'] ?? 0) + 1 });
      }),
  };
};

const throwing = (error: Error) => () => {
  throw error;
};

const countsIn = async (store: ProjectionStore): Promise<Readonly<Record<string, unknown>>> => {
  const counts: Record<string, unknown> = {};
  for await (const { key, body } of store.scan()) counts[key.sort] = body['count'];
  return counts;
};

const projecting = (projection: Projection, more: Partial<ProjectFactsOptions> = {}) => {
  const rows = memoryProjectionStore();
  const commits: number[] = [];
  const store: ProjectionStore = {
    ...rows,
    commit: (changes) => {
      commits.push(changes.length);
      return rows.commit(changes);
    },
  };
  return { process: projectFacts({ projection, store, clock, waiting, ...more }), rows, commits };
};

describe('keeping a projection', () => {
  it('commits as many facts together as one commit has rows for', async () => {
    const { process, rows, commits } = projecting(counting);
    expect(await process(arrivals(rowsPerCommitMaximum))).toEqual({ applied: rowsPerCommitMaximum });
    expect(commits).toEqual([rowsPerCommitMaximum, 2]);
    expect(await countsIn(rows)).toMatchObject({ all: rowsPerCommitMaximum });
  });

  it('writes nothing for facts that change nothing', async () => {
    const { process, commits } = projecting(() => [{ reads: [], apply: () => {} }]);
    expect(await process(arrivals(3))).toEqual({ applied: 3 });
    expect(await process([])).toEqual({ applied: 0 });
    expect(commits).toEqual([]);
  });

  it('splits a fact whose steps need more rows than one commit has, and no step', async () => {
    const wide: Projection = ({ factId }) => [0, 1, 2].map((part) => step(sortsOf(`${factId} ${part}`, 60)));
    const { process, rows, commits } = projecting(wide);
    expect(await process(arrivals(2))).toEqual({ applied: 2 });
    expect(commits).toEqual([60, 60, 60, 60, 60, 60]);
    expect(Object.keys(await countsIn(rows))).toHaveLength(360);
  });

  it('does not take a step that reads more rows than one commit has', async () => {
    const { process, rows } = projecting(({ factId }) => [step(sortsOf(factId, rowsPerCommitMaximum + 1))]);
    const { applied, failure } = await process(arrivals(1));
    expect(applied).toBe(0);
    expect(failure).toMatchObject({ name: 'InvariantViolation' });
    expect(await countsIn(rows)).toEqual({});
  });

  it('commits what came before a fact whose fold throws, and says which one that is', async () => {
    for (const error of [new PermanentFailure('poison'), new TypeError('a defect')])
      for (const culprit of [0, 1, 4]) {
        const seen: string[] = [];
        const projection: Projection = (delivered) =>
          delivered.fact.type === 'AccountFrozen' && delivered.fact.accountId === `a${culprit}`
            ? [step(['all'], throwing(error))]
            : counting(delivered);
        const afterCommit: ProjectFactsOptions['afterCommit'] = async (facts) =>
          void seen.push(...facts.map(({ delivered }) => delivered.factId));
        const { process, rows } = projecting(projection, { afterCommit });
        const progress = await process(arrivals(5));
        expect(progress.applied).toBe(culprit);
        const name = error instanceof TypeError ? 'InvariantViolation' : 'PermanentFailure';
        expect(progress.failure).toMatchObject({ name });
        expect((await countsIn(rows))['all']).toBe(culprit === 0 ? undefined : culprit);
        expect(seen).toHaveLength(culprit);
      }
  });

  it('folds again where someone else changed the rows meanwhile', async () => {
    const rows = memoryProjectionStore();
    let meddling = 3;
    let conflicts = 0;
    const store: ProjectionStore = {
      ...rows,
      commit: async (changes) => {
        meddling -= 1;
        const key = { partition: 'counts', sort: 'all' };
        const [row] = await rows.load([key]);
        if (meddling >= 0)
          await rows.commit([
            { key, revision: row?.revision ?? 0, body: { count: Number(row?.body['count'] ?? 0) + 100 } },
          ]);
        return rows.commit(changes);
      },
    };
    const process = projectFacts({
      projection: counting,
      store,
      clock,
      waiting,
      onConflict: () => {
        conflicts += 1;
      },
    });
    expect(await process(arrivals(2))).toEqual({ applied: 2 });
    expect((await countsIn(rows))['all']).toBe(302);
    expect(conflicts).toBe(3);
  });

  it('gives up for a passing reason where others never stop', async () => {
    let attempts = 0;
    const store: ProjectionStore = {
      ...memoryProjectionStore(),
      commit: async () => {
        attempts += 1;
        return 'conflict';
      },
    };
    const { applied, failure } = await projectFacts({ projection: counting, store, clock, waiting })(arrivals(2));
    expect(applied).toBe(0);
    expect(failure).toMatchObject({ name: 'TransientFailure' });
    expect(attempts).toBe(revisionBackoff.attemptsMaximum);
  });

  it('says how far it came where the store fails between two commits', async () => {
    const rows = memoryProjectionStore();
    let commits = 0;
    const store: ProjectionStore = {
      ...rows,
      commit: async (changes) => {
        commits += 1;
        if (commits === 2) throw new TransientFailure('no answer');
        return rows.commit(changes);
      },
    };
    const progress = await projectFacts({ projection: counting, store, clock, waiting })(
      arrivals(rowsPerCommitMaximum),
    );
    expect(progress).toMatchObject({ applied: rowsPerCommitMaximum - 1, failure: { name: 'TransientFailure' } });
  });

  it('lets a fold touch no rows but those that it asked for', async () => {
    for (const touch of ['get', 'put', 'remove'] as const) {
      const stranger = { partition: 'counts', sort: 'stranger' };
      const projection: Projection = () => [
        { reads: [], apply: (rows) => void (touch === 'put' ? rows.put(stranger, {}) : rows[touch](stranger)) },
      ];
      expect((await projecting(projection).process(arrivals(1))).failure).toMatchObject({ name: 'InvariantViolation' });
    }
  });

  it('tells of every fact whose rows are durable, also where they were before, and of none else', async () => {
    const told: string[][] = [];
    let isFailing = true;
    const afterCommit: ProjectFactsOptions['afterCommit'] = async (facts) => {
      told.push(facts.map(({ delivered }) => delivered.factId));
      if (isFailing) throw new TransientFailure('told, and lost');
    };
    const once: Projection = ({ factId }) => {
      const key = { partition: 'marks', sort: factId };
      return [{ reads: [key], apply: (rows) => void (rows.get(key) ?? rows.put(key, {})) }];
    };
    const { process, commits } = projecting(once, { afterCommit });
    expect(await process(arrivals(2))).toMatchObject({ applied: 0, failure: { name: 'TransientFailure' } });
    isFailing = false;
    expect(await process(arrivals(2))).toEqual({ applied: 2 });
    expect(told[1]).toEqual(told[0]);
    expect(commits).toEqual([2]);
  });
});

const sortsOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`);
