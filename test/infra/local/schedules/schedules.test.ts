import { describe, expect, it } from '@jest/globals';
import type { InvocationOutcome, Invoker } from '../../../../infra/local/invoker.ts';
import { startSchedules } from '../../../../infra/local/schedules/start-schedules.ts';

const sweep = { name: 'sweep', everySeconds: 0.1, functionName: 'sweeper', input: '{"source":"schedule"}' };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const recorder = (outcome: () => Promise<InvocationOutcome>) => {
  const calls: (readonly [string, unknown])[] = [];
  const invoker: Invoker = {
    invoke: (name, payload) => {
      calls.push([name, payload]);
      return outcome();
    },
  };
  return { calls, invoker };
};

describe('schedules', () => {
  it('invoke again and again with the declared input, until they are stopped', async () => {
    const { calls, invoker } = recorder(async () => ({ ok: true, payload: null }));
    const schedules = startSchedules({ schedules: [sweep], invoker, log: () => undefined });
    await pause(570);
    await schedules.stop();
    const { length } = calls;
    expect(length).toBeGreaterThanOrEqual(3);
    expect(length).toBeLessThanOrEqual(6);
    expect(calls[0]).toEqual(['sweeper', { source: 'schedule' }]);
    await pause(250);
    expect(calls).toHaveLength(length);
  });

  it('never overlap themselves, and do not catch up', async () => {
    let running = 0;
    let runningMost = 0;
    const { calls, invoker } = recorder(async () => {
      running += 1;
      runningMost = Math.max(runningMost, running);
      await pause(calls.length === 1 ? 450 : 0);
      running -= 1;
      return { ok: true, payload: null };
    });
    const schedules = startSchedules({ schedules: [sweep], invoker, log: () => undefined });
    await pause(1000);
    await schedules.stop();
    expect(running).toBe(0);
    expect(runningMost).toBe(1);
    // At 100 ms the long one, then at most at 600, 700, 800, 900 and 1000.
    expect(calls.length).toBeLessThanOrEqual(6);
  });

  it('log what fails, and go on', async () => {
    const logged: string[] = [];
    let isFirst = true;
    const { calls, invoker } = recorder(async () => {
      if (isFirst) {
        isFirst = false;
        throw new Error('no worker');
      }
      return { ok: false, errorType: 'Busy', errorMessage: 'later', trace: [] };
    });
    const schedules = startSchedules({ schedules: [sweep], invoker, log: (line) => void logged.push(line) });
    await pause(400);
    await schedules.stop();
    expect(calls.length).toBeGreaterThanOrEqual(2);
    expect(logged[0]).toContain('no worker');
    expect(logged[1]).toBe('Schedule sweep: sweeper failed with Busy: later');
  });

  it('refuse an input that is not JSON', () => {
    const { invoker } = recorder(async () => ({ ok: true, payload: null }));
    const schedules = [{ ...sweep, input: '{' }];
    expect(() => startSchedules({ schedules, invoker, log: () => undefined })).toThrow('sweep is not JSON');
  });
});
