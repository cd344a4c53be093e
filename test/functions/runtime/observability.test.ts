import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { log, withLogFields } from '../../../functions/runtime/log.ts';
import { embeddedMetrics } from '../../../functions/runtime/metrics.ts';
import { observed } from '../../../functions/runtime/observed.ts';
import { readEnvironment } from '../../../functions/runtime/read-environment.ts';

let lines: string[] = [];
const quiet = process.env['QUIPU_LOG'];

beforeEach(() => {
  lines = [];
  delete process.env['QUIPU_LOG'];
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
});

afterEach(() => {
  jest.restoreAllMocks();
  if (quiet !== undefined) process.env['QUIPU_LOG'] = quiet;
});

const logged = () => lines.map((line) => JSON.parse(line));

describe('a log line', () => {
  it('is JSON with level, message, time and fields', () => {
    log.warn('facts come again', { sequenceNumber: '7', unknown: undefined });
    expect(logged()).toEqual([
      { level: 'warn', message: 'facts come again', time: expect.stringMatching(/Z$/), sequenceNumber: '7' },
    ]);
    expect(lines[0]?.endsWith('}\n')).toBe(true);
  });

  it('carries the fields of the work that it belongs to, also after a wait, and of no other', async () => {
    const work = async (requestId: string) => {
      await Promise.resolve();
      log.info('done');
      return requestId;
    };
    await Promise.all(['a', 'b'].map((requestId) => withLogFields({ requestId }, () => work(requestId))));
    log.info('outside');
    expect(logged().map(({ requestId }) => requestId)).toEqual(['a', 'b', undefined]);
  });
});

describe('an observed handler', () => {
  it('answers what its handler answers', async () => {
    const handler = observed('balance', async (event: number) => event + 1);
    expect(await handler(1, { awsRequestId: 'r' })).toBe(2);
    expect(await handler(1)).toBe(2);
    expect(lines).toEqual([]);
  });

  it('logs what its handler throws, with function and request, and throws it on', async () => {
    const failure = new TransientFailure('no answer');
    const handler = observed('balance', async () => {
      throw failure;
    });
    await expect(handler({}, { awsRequestId: 'r-1' })).rejects.toBe(failure);
    expect(logged()).toMatchObject([
      { level: 'error', function: 'balance', requestId: 'r-1', error: 'TransientFailure', reason: 'no answer' },
    ]);
  });
});

describe('a metric', () => {
  it('is a line of the embedded metric format, by stack and by stack and function', () => {
    const count = embeddedMetrics({ stack: 'dev', functionName: 'balance', now: () => 1_000 });
    count('ParkedRecords');
    count('UnsentFacts', 3);
    expect(logged()[0]).toEqual({
      _aws: {
        Timestamp: 1_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Quipu',
            Dimensions: [['Stack'], ['Stack', 'Function']],
            Metrics: [{ Name: 'ParkedRecords', Unit: 'Count' }],
          },
        ],
      },
      Stack: 'dev',
      Function: 'balance',
      ParkedRecords: 1,
    });
    expect(logged()[1]).toMatchObject({ UnsentFacts: 3 });
  });
});

describe('a function environment', () => {
  it('is read by the names that the function needs', () => {
    expect(readEnvironment(['A', 'B'], { A: '1', B: '2', C: '3' })).toEqual({ A: '1', B: '2' });
  });

  it('names everything that it lacks at once', () => {
    expect(() => readEnvironment(['A', 'B', 'C'], { B: '2', C: '' })).toThrow(/lacks A, C:/);
  });
});
