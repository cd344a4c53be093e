import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeclaredMapping } from '../../../../infra/local/declared-stack.ts';
import type { Invoker } from '../../../../infra/local/invoker.ts';
import { eventFilter } from '../../../../infra/local/mappings/event-filter.ts';
import { runMapping } from '../../../../infra/local/mappings/run-mapping.ts';
import type { Mapping } from '../../../../infra/local/mappings/start-mapping.ts';
import {
  eventually,
  fakeDestination,
  fakeFunction,
  fakeStream,
  mappingOf,
  ok,
  reported,
  temporaryFolder,
  thrown,
} from './fakes.ts';

describe('event source mapping', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let running: Mapping[] = [];
  let logged: string[] = [];
  let source = fakeStream();
  let { destination, parked, numbers: parkedNumbers } = fakeDestination();

  beforeEach(async () => {
    folder = await temporaryFolder();
    source = fakeStream();
    ({ destination, parked, numbers: parkedNumbers } = fakeDestination());
    running = [];
    logged = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((mapping) => mapping.stop()));
    await folder.remove();
  });

  const start = (invoker: Invoker, overrides: Partial<DeclaredMapping> = {}): Mapping => {
    const mapping = mappingOf(overrides);
    const started = runMapping({
      ...{ mapping, invoker, source, folder: folder.path, failureDestination: destination },
      passes: eventFilter(mapping.filters),
      log: (line) => void logged.push(line),
    });
    running.push(started);
    return started;
  };
  const positionsFile = () => join(folder.path, 'balance-facts.json');
  const position = async () => JSON.parse(await readFile(positionsFile(), 'utf8')).shards['shardId-0'].after;
  const reaches = (sequenceNumber: string) =>
    eventually(
      async () => (await position().catch(() => '')) === sequenceNumber,
      () => logged,
    );

  it('delivers in order, in batches of at most its size', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1, 2, 3, 4, 5, 6, 7);
    start(invoker, { batchSize: 3 });
    await reaches('7');
    expect(batches).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(logged).toEqual([]);
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
    source.add(1, 2, 3, 4);
    start(invoker, { batchSize: 1 });
    await reaches('4');
    expect(inFlightMost).toBe(1);
  });

  it('gathers during its window', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1);
    start(invoker, { batchingWindowSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    source.add(2);
    await reaches('2');
    expect(batches).toEqual([[1, 2]]);
  });

  it('does not wait for the end of its window once a batch is full', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1, 2, 3);
    start(invoker, { batchingWindowSeconds: 60, batchSize: 3 });
    await reaches('3');
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('delivers again from the lowest reported failure', async () => {
    let isFirst = true;
    const { invoker, batches } = fakeFunction(() => {
      const answer = isFirst ? reported(4, 2) : ok;
      isFirst = false;
      return answer;
    });
    source.add(1, 2, 3, 4);
    start(invoker);
    await reaches('4');
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
    source.add(1, 2);
    start(invoker, { bisectOnError: false });
    await reaches('2');
    expect(batches).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('takes a partial response for success where it is not declared', async () => {
    const { invoker, batches } = fakeFunction(() => reported(1));
    source.add(1, 2);
    start(invoker, { reportsBatchItemFailures: false });
    await reaches('2');
    expect(batches).toEqual([[1, 2]]);
  });

  it.each([1, 2, 5, 9, 10])('isolates one poison record in position %i of ten', async (poison) => {
    const processed: number[] = [];
    const { invoker } = fakeFunction((numbers) => {
      if (numbers.includes(poison)) {
        return thrown;
      }
      processed.push(...numbers);
      return ok;
    });
    source.add(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const mapping = start(invoker, { retryAttemptsMaximum: 1 });
    await reaches('10');
    expect(processed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((number) => number !== poison));
    expect(parkedNumbers()).toEqual([[poison]]);
    expect(mapping.metrics().parked).toBe(1);
  });

  it('bisects in halves, which uses up no retries', async () => {
    const { invoker, batches } = fakeFunction((numbers) => (numbers.includes(6) ? thrown : ok));
    source.add(1, 2, 3, 4, 5, 6, 7, 8);
    start(invoker, { retryAttemptsMaximum: 1 });
    await reaches('8');
    expect(batches).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], ...[[1, 2, 3, 4], [5, 6, 7, 8], [5, 6], [5], [6], [6], [7, 8]]]);
  });

  it('keeps what a partial response says is done', async () => {
    const failing = fakeFunction(() => reported(3));
    source.add(1, 2, 3, 4);
    const mapping = start(failing.invoker, { retryAttemptsMaximum: -1, bisectOnError: false });
    await reaches('2');
    await mapping.stop();
    const { invoker, batches } = fakeFunction(() => ok);
    start(invoker);
    await reaches('4');
    expect(batches).toEqual([[3, 4]]);
  });

  it('isolates a reported poison record', async () => {
    const processed: number[] = [];
    const { invoker } = fakeFunction((numbers) => {
      const until = numbers.indexOf(3);
      processed.push(...(until === -1 ? numbers : numbers.slice(0, until)));
      return until === -1 ? ok : reported(3);
    });
    source.add(1, 2, 3, 4, 5);
    start(invoker, { retryAttemptsMaximum: 1 });
    await reaches('5');
    expect(processed).toEqual([1, 2, 4, 5]);
    expect(parkedNumbers()).toEqual([[3]]);
  });

  it('parks the whole batch with its body where it does not bisect', async () => {
    const { invoker, batches } = fakeFunction((numbers) => (numbers.includes(2) ? thrown : ok));
    source.add(1, 2);
    start(invoker, { bisectOnError: false, retryAttemptsMaximum: 2 });
    await reaches('2');
    source.add(3);
    await reaches('3');
    expect(batches).toEqual([[1, 2], [1, 2], [1, 2], [3]]);
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    expect(parked[0]?.bucketArn).toBe('arn:aws:s3:::parked');
    expect(parked[0]?.key).toContain(`aws/lambda/balance-facts/shardId-0/${today}/`);
    expect(parked[0]?.document).toMatchObject({
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
    expect(JSON.parse(parked[0]?.document.payload ?? '')).toEqual({
      Records: [
        { number: 1, sequenceNumber: '1' },
        { number: 2, sequenceNumber: '2' },
      ],
    });
  });

  it('does not move on before the destination has taken what failed', async () => {
    let refusals = 2;
    const { invoker, batches } = fakeFunction((numbers) => (numbers.includes(1) ? thrown : ok));
    const taking = destination;
    destination = {
      put: async (...document) => {
        refusals -= 1;
        if (refusals >= 0) {
          throw new Error('bucket is away');
        }
        await taking.put(...document);
      },
    };
    source.add(1);
    start(invoker, { retryAttemptsMaximum: 0 });
    source.add(2);
    await reaches('2');
    expect(parkedNumbers()).toEqual([[1]]);
    expect(batches.at(-1)).toEqual([2]);
  });

  it('parks records that are too old without invoking', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.addAged(1, 120_000);
    source.add(2);
    start(invoker, { recordAgeMaximumSeconds: 60 });
    await reaches('2');
    expect(batches).toEqual([[2]]);
    expect(parked[0]?.document['requestContext']).toMatchObject({ condition: 'RecordAgeExceeded' });
  });

  it('delivers what passes a filter, and moves past the rest', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1, 2, 3, 4);
    start(invoker, { filters: ['{"number":[2]}', '{"number":[3]}'] });
    await reaches('4');
    expect(batches).toEqual([[2, 3]]);
  });

  it('waits for a function that is dead for a while, without end where retries are', async () => {
    let isDead = true;
    const { invoker, batches } = fakeFunction(() => (isDead ? thrown : ok));
    source.add(1, 2);
    const mapping = start(invoker, { retryAttemptsMaximum: -1, bisectOnError: false });
    await eventually(() => batches.length >= 3);
    expect(mapping.metrics().iteratorAgeSeconds).toBeGreaterThan(0.1);
    isDead = false;
    await reaches('2');
    expect(parked).toEqual([]);
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
    source.add(1);
    start(invoker, { retryAttemptsMaximum: 0 });
    await reaches('1');
    expect(parked).toEqual([]);
  });

  it('goes on where it was after a restart', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1, 2);
    await Promise.all([reaches('2'), start(invoker)]);
    await running[0]?.stop();
    source.add(3);
    start(invoker);
    await reaches('3');
    expect(batches).toEqual([[1, 2], [3]]);
  });

  it('delivers again what was in flight when it was stopped', async () => {
    const failing = fakeFunction(() => thrown);
    source.add(1);
    const mapping = start(failing.invoker, { retryAttemptsMaximum: -1 });
    await eventually(() => failing.batches.length > 0);
    await mapping.stop();
    const { invoker, batches } = fakeFunction(() => ok);
    start(invoker);
    await reaches('1');
    expect(batches).toEqual([[1]]);
  });

  it('outlives an engine that is away', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1);
    start(invoker);
    await reaches('1');
    source.isDown = true;
    source.add(2);
    await eventually(() => logged.some((line) => line.includes('cannot read')));
    source.isDown = false;
    await reaches('2');
    expect(batches).toEqual([[1], [2]]);
  });

  it('begins again where the stream was made anew', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    source.add(1, 2);
    await Promise.all([reaches('2'), start(invoker)]);
    await running[0]?.stop();
    source = fakeStream();
    source.identityText = 'second';
    source.add(2, 1);
    start(invoker);
    await reaches('1');
    expect(batches).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });

  it('names a damaged file of positions, and begins again', async () => {
    const { invoker, batches } = fakeFunction(() => ok);
    await writeFile(positionsFile(), '{"stream":');
    source.add(1);
    start(invoker);
    await reaches('1');
    expect(batches).toEqual([[1]]);
    expect(logged.join()).toContain('balance-facts.json is damaged');
  });
});
