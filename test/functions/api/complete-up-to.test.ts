import { describe, expect, it } from '@jest/globals';
import { accountKey, entryKey } from '../../../domain/projections/balance-rows.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { completeUpTo } from '../../../functions/api/reads/complete-up-to.ts';

const completeWith = async (versions: readonly number[], late: readonly number[] = []): Promise<number> => {
  const views = memoryProjectionStore();
  const body = { version: Math.max(0, ...versions), applied: versions.length };
  const account = { key: accountKey('main', 'a'), revision: 1, body };
  for (const version of [...versions, ...late])
    await views.commit([{ key: entryKey('main', 'a', version), revision: 0, body: {} }]);
  return completeUpTo(views, entryKey('main', 'a', 0).partition, account);
};

describe('the version up to which a list is complete', () => {
  it.each([
    [[1, 2, 3], 3],
    [[2, 3], 0],
    [[1, 3], 1],
    [[1, 2, 5], 2],
    [[1, 2, 4, 6, 7], 2],
    [[1, 2, 3, 5, 6, 7], 3],
  ])('is of versions %j %s', async (versions, expected) => {
    expect(await completeWith(versions)).toBe(expected);
  });

  it('promises nothing of what came while it looked', async () => {
    expect(await completeWith([1, 2, 4], [5, 6])).toBe(2);
    expect(await completeWith([1, 2, 4], [3])).toBeLessThanOrEqual(4);
  });

  it('is none before anything came', async () => {
    expect(await completeUpTo(memoryProjectionStore(), 'p', undefined)).toBe(0);
  });
});
