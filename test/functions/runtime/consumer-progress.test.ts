import '../../support/quiet-log.ts';
import { describe, expect, it } from '@jest/globals';
import { isSighting } from '../../../domain/projections/seen-key.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { consumerProgressKey, notingProgress } from '../../../functions/runtime/consumer-progress.ts';
import type { Arrival } from '../../../functions/runtime/process-facts.ts';

const clock = { now: () => instantOf(9_000) };
const arrivalAt = (milliseconds: number) =>
  ({ delivered: { fact: { recordedAt: instantOf(milliseconds) } } }) as unknown as Arrival;

const noted = async (applied: number | undefined, ...times: readonly number[]) => {
  const store = memoryProjectionStore();
  const process = notingProgress('balance', async (arrivals) => ({ applied: applied ?? arrivals.length }), {
    store,
    clock,
  });
  await process(times.map(arrivalAt));
  return { store, row: (await store.load([consumerProgressKey('balance')]))[0] };
};

describe('the progress of a consumer', () => {
  it('is noted with the newest fact that it applied, whatever the order', async () => {
    expect((await noted(undefined, 1_000, 3_000, 2_000)).row?.body).toEqual({
      newestRecordedAt: instantOf(3_000),
      appliedAt: instantOf(9_000),
    });
  });

  it('is not noted of facts that it did not apply', async () => {
    expect((await noted(1, 1_000, 3_000)).row?.body).toMatchObject({ newestRecordedAt: instantOf(1_000) });
    expect((await noted(0, 1_000)).row).toBeUndefined();
  });

  it('does not go back', async () => {
    const { store } = await noted(undefined, 3_000);
    await notingProgress('balance', async () => ({ applied: 1 }), { store, clock })([arrivalAt(2_000)]);
    const [row] = await store.load([consumerProgressKey('balance')]);
    expect(row).toMatchObject({ revision: 1, body: { newestRecordedAt: instantOf(3_000) } });
  });

  it('is no failure of the facts where it cannot be noted', async () => {
    const store = {
      load: async () => {
        throw new Error('The table is away');
      },
      commit: async () => 'committed' as const,
    };
    const process = notingProgress('balance', async () => ({ applied: 1 }), { store, clock });
    expect(await process([arrivalAt(1)])).toEqual({ applied: 1 });
  });

  it('is left out where a projection is compared with its replay', () => {
    expect(isSighting(consumerProgressKey('balance'))).toBe(true);
  });
});
