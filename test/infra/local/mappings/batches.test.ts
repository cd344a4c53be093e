import { describe, expect, it } from '@jest/globals';
import { fakeFunction, ok, reported } from './fakes.ts';
import { useMapping } from './use-mapping.ts';

describe('batches of a mapping', () => {
  const test = useMapping();

  it('delivers in order, in batches of at most its size', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1, 2, 3, 4, 5, 6, 7);
    test.start(invoker, { batchSize: 3 });
    await test.reaches('7');
    expect(batches).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(test.logged).toEqual([]);
  });

  it('has one batch of a shard in flight', async () => {
    let inFlight = 0;
    let inFlightMost = 0;
    const { invoker } = fakeFunction(async () => {
      inFlight += 1;
      inFlightMost = Math.max(inFlightMost, inFlight);
      await new Promise((resolve) => setTimeout(resolve, 10));
      inFlight -= 1;
      return ok;
    });
    test.source.add(1, 2, 3, 4);
    test.start(invoker, { batchSize: 1 });
    await test.reaches('4');
    expect(inFlightMost).toBe(1);
  });

  it('gathers during its window', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1);
    test.start(invoker, { batchingWindowSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    test.source.add(2);
    await test.reaches('2');
    expect(batches).toEqual([[1, 2]]);
  });

  it('does not wait for the end of its window once a batch is full', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1, 2, 3);
    test.start(invoker, { batchingWindowSeconds: 60, batchSize: 3 });
    await test.reaches('3');
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('delivers again from the lowest reported failure', async () => {
    let isFirst = true;
    const { invoker, batches } = fakeFunction(() => {
      const answer = isFirst ? reported(4, 2) : ok;
      isFirst = false;
      return answer;
    });
    test.source.add(1, 2, 3, 4);
    test.start(invoker);
    await test.reaches('4');
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [2, 3, 4],
    ]);
  });

  it('delivers the whole batch again where an id is null', async () => {
    let isFirst = true;
    const { invoker, batches } = fakeFunction(() => {
      const answer = isFirst ? { ok: true as const, payload: { batchItemFailures: [{ itemIdentifier: null }] } } : ok;
      isFirst = false;
      return answer;
    });
    test.source.add(1, 2);
    test.start(invoker, { bisectOnError: false });
    await test.reaches('2');
    expect(batches).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('takes a partial response for success where it is not declared', async () => {
    const { invoker, batches } = fakeFunction(() => reported(1));
    test.source.add(1, 2);
    test.start(invoker, { reportsBatchItemFailures: false });
    await test.reaches('2');
    expect(batches).toEqual([[1, 2]]);
  });

  it('delivers what passes a filter, and moves past the rest', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1, 2, 3, 4);
    test.start(invoker, { filters: ['{"number":[2]}', '{"number":[3]}'] });
    await test.reaches('4');
    expect(batches).toEqual([[2, 3]]);
  });
});
