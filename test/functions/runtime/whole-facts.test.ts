import { describe, expect, it } from '@jest/globals';
import { rowsPerCommitMaximum } from '../../../domain/ports/projection-store.ts';
import type { Projection } from '../../../domain/projections/projection.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { arrivalOf, frozen } from '../../support/arrivals.ts';
import { relayedAt } from '../../support/kinesis-event.ts';

const stepsPerFact = 2;

/** How many rows each commit changes, for facts whose steps change so many each. */
const commitsFor = async (facts: number, rowsPerStep: number): Promise<readonly number[]> => {
  const projection: Projection = ({ factId }) =>
    Array.from({ length: stepsPerFact }, (_, step) => {
      const keys = Array.from({ length: rowsPerStep }, (_, row) => ({ partition: factId, sort: `${step} ${row}` }));
      return { reads: keys, apply: (rows) => void keys.map((key) => rows.put(key, {})) };
    });
  const rows = memoryProjectionStore();
  const commits: number[] = [];
  const process = projectFacts({
    projection,
    store: {
      ...rows,
      commit: (changes) => {
        commits.push(changes.length);
        return rows.commit(changes);
      },
    },
    clock: { now: () => relayedAt },
  });
  const arrivals = Array.from({ length: facts }, (_, number) => arrivalOf(frozen(number)));
  expect(await process(arrivals)).toEqual({ applied: facts });
  return commits;
};

describe('a fact in a projection', () => {
  it('is committed whole where a commit holds it, so that its debits are never seen without its credits', async () => {
    expect(await commitsFor(3, 30)).toEqual([60, 60, 60]);
    expect(await commitsFor(4, 20)).toEqual([80, 80]);
    expect(await commitsFor(2, rowsPerCommitMaximum / stepsPerFact)).toEqual([100, 100]);
  });

  it('is split where no commit holds it', async () => {
    expect(await commitsFor(1, rowsPerCommitMaximum / stepsPerFact + 1)).toEqual([51, 51]);
  });
});
