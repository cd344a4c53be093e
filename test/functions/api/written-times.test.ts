import { describe, expect, it } from '@jest/globals';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { watchWrites } from '../../../functions/api/written-times.ts';
import { entryOf, open, post, testLedger } from '../../support/test-ledger.ts';

describe('the times of what was written', () => {
  it('tell the earliest that is later than an instant', async () => {
    const { store, written } = watchWrites(memoryEventStore());
    expect(written.firstAfter(undefined)).toBeUndefined();
    const ledger = testLedger(store);
    await open(ledger, 'a');
    await open(ledger, 'b');
    const outcome = await post(ledger, 'one', entryOf('a', 'b', '1'));
    if (outcome.code !== 'Recorded') throw new Error(outcome.code);
    const { recordedAt } = JSON.parse(outcome.event.text);
    const first = written.firstAfter(undefined);
    expect(first === undefined ? '' : first < recordedAt).toBe(true);
    expect(written.firstAfter(first)).toBe(recordedAt);
    expect(written.firstAfter(recordedAt)).toBeUndefined();
  });

  it('leave out what lost its race', async () => {
    const { store, written } = watchWrites({
      ...memoryEventStore(),
      append: async ([write]) => ({
        code: 'VersionConflict',
        streamId: write?.head.streamId ?? ('' as never),
        existing: undefined,
      }),
    });
    await expect(open(testLedger(store), 'a')).rejects.toThrow();
    expect(written.firstAfter(undefined)).toBeUndefined();
  });
});
