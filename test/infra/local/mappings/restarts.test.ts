import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { eventually, fakeFunction, fakeStream, ok, reported, thrown } from './fakes.ts';
import { useMapping } from './use-mapping.ts';

describe('restarts of a mapping', () => {
  const test = useMapping();

  it('keeps what a partial response says is done', async () => {
    const failing = fakeFunction(() => reported(3));
    test.source.add(1, 2, 3, 4);
    const mapping = test.start(failing.invoker, { retryAttemptsMaximum: -1, bisectOnError: false });
    await test.reaches('2');
    await mapping.stop();
    const { invoker, batches } = fakeFunction(() => ok);
    test.start(invoker);
    await test.reaches('4');
    expect(batches).toEqual([[3, 4]]);
  });

  it('goes on where it was after a restart', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1, 2);
    await Promise.all([test.reaches('2'), test.start(invoker)]);
    await test.running[0]?.stop();
    test.source.add(3);
    test.start(invoker);
    await test.reaches('3');
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it('delivers again what was in flight when it was stopped', async () => {
    const failing = fakeFunction(() => thrown);
    test.source.add(1);
    const mapping = test.start(failing.invoker, { retryAttemptsMaximum: -1 });
    await eventually(() => failing.batches.length > 0);
    await mapping.stop();
    const { invoker, batches } = fakeFunction(() => ok);
    test.start(invoker);
    await test.reaches('1');
    expect(batches).toEqual([[1]]);
  });

  it('outlives an engine that is away', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1);
    test.start(invoker);
    await test.reaches('1');
    test.source.isDown = true;
    test.source.add(2);
    await eventually(() => test.logged.some((line) => line.includes('cannot read')));
    test.source.isDown = false;
    await test.reaches('2');
    expect(batches).toEqual([[1], [2]]);
  });

  it('begins again where the stream was made anew', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.add(1, 2);
    await Promise.all([test.reaches('2'), test.start(invoker)]);
    await test.running[0]?.stop();
    test.source = fakeStream();
    test.source.identityText = 'second';
    test.source.add(2, 1);
    test.start(invoker);
    await test.reaches('1');
    expect(batches).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('names a damaged file of positions, and begins again', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    await writeFile(test.positionsFile(), '{"stream":');
    test.source.add(1);
    test.start(invoker);
    await test.reaches('1');
    expect(batches).toEqual([[1]]);
    expect(test.logged.join()).toContain('balance-facts.json is damaged');
  });
});
