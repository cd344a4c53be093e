import { describe, expect, it } from '@jest/globals';
import type { Invoker } from '../../../../infra/local/invoker.ts';
import { eventually, fakeFunction, mappingOf, ok, reported, thrown } from './fakes.ts';
import { useMapping } from './use-mapping.ts';

describe('failures in a mapping', () => {
  const test = useMapping();

  it.each([1, 2, 5, 9, 10])('isolates one poison record in position %i of ten', async (poison) => {
    const processed: number[] = [];
    const { invoker } = fakeFunction((numbers) => {
      if (numbers.includes(poison)) {
        return thrown;
      }
      processed.push(...numbers);
      return ok;
    });
    test.source.add(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const mapping = test.start(invoker, { retryAttemptsMaximum: 1 });
    await test.reaches('10');
    expect(processed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((number) => number !== poison));
    expect(test.destination.numbers()).toEqual([[poison]]);
    expect(mapping.metrics().parked).toBe(1);
  });

  it('bisects in halves, which uses up no retries', async () => {
    const { invoker, batches } = fakeFunction((numbers) => (numbers.includes(6) ? thrown : ok));
    test.source.add(1, 2, 3, 4, 5, 6, 7, 8);
    test.start(invoker, { retryAttemptsMaximum: 1 });
    await test.reaches('8');
    expect(batches).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], ...[[1, 2, 3, 4], [5, 6, 7, 8], [5, 6], [5], [6], [6], [7, 8]]]);
  });

  it('isolates a reported poison record', async () => {
    const processed: number[] = [];
    const { invoker } = fakeFunction((numbers) => {
      const until = numbers.indexOf(3);
      processed.push(...(until === -1 ? numbers : numbers.slice(0, until)));
      return until === -1 ? ok : reported(3);
    });
    test.source.add(1, 2, 3, 4, 5);
    test.start(invoker, { retryAttemptsMaximum: 1 });
    await test.reaches('5');
    expect(processed).toEqual([1, 2, 4, 5]);
    expect(test.destination.numbers()).toEqual([[3]]);
  });

  it('parks the whole batch with its body where it does not bisect', async () => {
    const { invoker, batches } = fakeFunction((numbers) => (numbers.includes(2) ? thrown : ok));
    test.source.add(1, 2);
    test.start(invoker, { bisectOnError: false, retryAttemptsMaximum: 2 });
    await test.reaches('2');
    test.source.add(3);
    await test.reaches('3');
    expect(batches).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    expect(test.destination.parked[0]?.bucketArn).toBe('arn:aws:s3:::parked');
    expect(test.destination.parked[0]?.key).toContain(`aws/lambda/balance-facts/shardId-0/${today}/`);
    expect(test.destination.parked[0]?.document).toMatchObject({
      requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { functionError: 'Unhandled' },
      KinesisBatchInfo: {
        shardId: 'shardId-0',
        startSequenceNumber: '1',
        endSequenceNumber: '2',
        batchSize: 2,
        streamArn: mappingOf().source.arn,
      },
    });
    expect(JSON.parse(test.destination.parked[0]?.document.payload ?? '')).toEqual({
      Records: [
        { number: 1, sequenceNumber: '1' },
        { number: 2, sequenceNumber: '2' },
      ],
    });
  });

  it('does not move on before the destination has taken what failed', async () => {
    let refusals = 2;
    const { invoker, batches } = fakeFunction((numbers) => (numbers.includes(1) ? thrown : ok));
    const taking = test.destination.destination;
    test.destination.destination = {
      put: async (...document) => {
        refusals -= 1;
        if (refusals >= 0) {
          throw new Error('bucket is away');
        }
        await taking.put(...document);
      },
    };
    test.source.add(1);
    test.start(invoker, { retryAttemptsMaximum: 0 });
    test.source.add(2);
    await test.reaches('2');
    expect(test.destination.numbers()).toEqual([[1]]);
    expect(batches.at(-1)).toEqual([2]);
  });

  it('parks records that are too old without invoking', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    test.source.addAged(1, 120_000);
    test.source.add(2);
    test.start(invoker, { recordAgeMaximumSeconds: 60 });
    await test.reaches('2');
    expect(batches).toEqual([[2]]);
    expect(test.destination.parked[0]?.document['requestContext']).toMatchObject({ condition: 'RecordAgeExceeded' });
  });

  it('waits for a function that is dead for a while, without end where retries are', async () => {
    let isDead = true;
    const { invoker, batches } = fakeFunction(() => (isDead ? thrown : ok));
    test.source.add(1, 2);
    const mapping = test.start(invoker, { retryAttemptsMaximum: -1, bisectOnError: false });
    await eventually(() => batches.length >= 3);
    expect(mapping.metrics().iteratorAgeSeconds).toBeGreaterThan(0.1);
    isDead = false;
    await test.reaches('2');
    expect(test.destination.parked).toEqual([]);
    await eventually(() => mapping.metrics().iteratorAgeSeconds === 0);
  });

  it('does not count it as a retry where the function could not be invoked', async () => {
    let calls = 0;
    const invoker: Invoker = {
      invoke: async () => {
        calls += 1;
        if (calls < 4) {
          throw new Error('no worker');
        }
        return ok;
      },
    };
    test.source.add(1);
    test.start(invoker, { retryAttemptsMaximum: 0 });
    await test.reaches('1');
    expect(test.destination.parked).toEqual([]);
  });
});
