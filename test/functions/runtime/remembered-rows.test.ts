import { describe, expect, it } from '@jest/globals';
import type { RowChange, RowKey } from '../../../domain/ports/projection-store.ts';
import {
  doubtMaximum,
  type RememberedRows,
  rememberedMaximum,
  rememberedRows,
  rememberedSeconds,
} from '../../../functions/runtime/remembered-rows.ts';

const key = (sort: string): RowKey => ({ partition: 'remembered', sort });

describe('what is remembered', () => {
  const change = (sort: string, more: Partial<RowChange> = {}): RowChange => ({
    key: key(sort),
    revision: 3,
    body: { sort },
    ...more,
  });
  const sortsOf = (memory: RememberedRows, sorts: readonly string[]): readonly string[] =>
    memory.recall(sorts.map(key)).map(({ key: { sort } }) => sort);
  const remembering = () => {
    let at = 0;
    return {
      memory: rememberedRows(() => at),
      pass: (seconds: number): void => {
        at += seconds * 1_000;
      },
    };
  };

  it('is the row as the store has it', () => {
    const { memory } = remembering();
    memory.keep([change('a', { body: { b: 1, a: undefined as never } })]);
    expect(memory.recall([key('a'), key('b')])).toStrictEqual([{ key: key('a'), revision: 4, body: { b: 1 } }]);
  });

  it('has no row that is new or that was removed', () => {
    const { memory } = remembering();
    memory.keep([change('new', { revision: 0 }), change('removed'), change('kept')]);
    memory.keep([change('removed', { body: null })]);
    expect(sortsOf(memory, ['new', 'removed', 'kept'])).toEqual(['kept']);
  });

  it('is believed for a minute and no longer', () => {
    const { memory, pass } = remembering();
    memory.keep([change('a')]);
    pass(rememberedSeconds - 0.001);
    expect(sortsOf(memory, ['a'])).toEqual(['a']);
    pass(0.001);
    expect(sortsOf(memory, ['a'])).toEqual([]);
  });

  it('is bounded, and what was written longest ago goes first', () => {
    const { memory } = remembering();
    memory.keep([change('first'), change('second')]);
    memory.keep([change('first')]);
    memory.keep(Array.from({ length: rememberedMaximum - 1 }, (_, index) => change(`${index}`)));
    expect(sortsOf(memory, ['first', 'second'])).toEqual(['first']);
  });

  it('is left alone after it was out of date, longer each time, and tried again in the end', () => {
    const { memory } = remembering();
    memory.keep([change('a')]);
    const readsUntilTried = (): number => {
      let reads = 0;
      while (sortsOf(memory, ['a']).length === 0) reads += 1;
      return reads;
    };
    const reads = Array.from({ length: 12 }, () => {
      memory.refute();
      return readsUntilTried();
    });
    expect(reads).toEqual([1, 3, 7, 15, 31, 63, 127, 255, 511, 1_000, 1_000, 1_000]);
    for (let commit = 0; commit < doubtMaximum; commit += 1) memory.confirm();
    memory.refute();
    expect(readsUntilTried()).toBe(1);
  });
});
