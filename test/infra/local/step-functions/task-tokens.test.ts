import { SendTaskFailureCommand, SendTaskHeartbeatCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { failure, step, waiting } from './stack.ts';
import { useStacks } from './use-stacks.ts';

describe('tasks and their tokens', () => {
  const { run, functions, typesOf, nextToken } = useStacks();

  it('retries and catches by the name of the function’s error', async () => {
    const stack = await run({
      StartAt: 'Hold',
      States: {
        Hold: step('Hold', {
          Retry: [{ ErrorEquals: ['TransientFailure'], IntervalSeconds: 0, MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ['InsufficientFunds'], ResultPath: '$.failure', Next: 'Undo' }],
          End: true,
        }),
        Undo: step('Undo', { ResultPath: null, End: true }),
      },
    });
    functions().answer = (call) => {
      if (call.step === 'Undo') {
        return { ok: true, payload: null };
      }
      return functions().calls.length === 1 ? failure('TransientFailure') : failure('InsufficientFunds', 'too little');
    };
    const arn = await stack.start('trf_1');
    const ended = await stack.end(arn);
    expect(functions().calls.map((call) => call.step)).toEqual(['Hold', 'Hold', 'Undo']);
    const { failure: caught } = JSON.parse(ended.output ?? '');
    expect(caught.Error).toBe('InsufficientFunds');
    expect(JSON.parse(caught.Cause)).toMatchObject({ errorType: 'InsufficientFunds', errorMessage: 'too little' });
    const types = await typesOf(stack, arn);
    expect(types.slice(0, 8)).toEqual([
      'ExecutionStarted',
      ...['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskFailed'],
      ...['TaskScheduled', 'TaskStarted', 'TaskFailed'],
    ]);
    expect(types[8]).toBe('TaskStateExited');
  });

  it('waits for the success of a token', async () => {
    const stack = await run(waiting());
    const arn = await stack.start('trf_1');
    const taskToken = await nextToken();
    await stack.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"settled":true}' }));
    expect(JSON.parse((await stack.end(arn)).output ?? '')).toEqual({ settled: true });
    expect(await typesOf(stack, arn)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'],
      ...['TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
    ]);
    const again = new SendTaskSuccessCommand({ taskToken, output: '{}' });
    await expect(stack.sfn.send(again)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('takes a success that comes before the function has answered', async () => {
    const stack = await run(waiting());
    functions().answer = async ({ token }) => {
      await stack.sfn.send(new SendTaskSuccessCommand({ taskToken: token ?? '', output: '1' }));
      return { ok: true, payload: null };
    };
    expect(await stack.end(await stack.start('trf_1'))).toMatchObject({ status: 'SUCCEEDED', output: '1' });
  });

  it('lets the failure of a token be caught by its name', async () => {
    const stack = await run(waiting({ Catch: [{ ErrorEquals: ['PayoutRefused'], Next: 'Undo' }] }));
    const arn = await stack.start('trf_1');
    const taskToken = await nextToken();
    await stack.sfn.send(new SendTaskFailureCommand({ taskToken, error: 'PayoutRefused', cause: 'closed account' }));
    await stack.end(arn);
    expect(functions().calls.at(-1)).toEqual({
      step: 'Undo',
      input: { Error: 'PayoutRefused', Cause: 'closed account' },
    });
  });

  it('times a task out, which States.TaskFailed does not catch', async () => {
    const catchers = [
      { ErrorEquals: ['States.TaskFailed'], ResultPath: '$.wrong', Next: 'Undo' },
      { ErrorEquals: ['States.Timeout'], ResultPath: '$.timeout', Next: 'Undo' },
    ];
    const stack = await run(waiting({ TimeoutSeconds: 1, Catch: catchers }));
    const arn = await stack.start('trf_1');
    const taskToken = await nextToken();
    await stack.end(arn);
    expect(functions().calls.at(-1)?.input).toMatchObject({ timeout: { Error: 'States.Timeout' } });
    expect(await typesOf(stack, arn)).toContain('TaskTimedOut');
    const late = new SendTaskSuccessCommand({ taskToken, output: '{}' });
    await expect(stack.sfn.send(late)).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('times a task out that sends no heartbeat, and not one that does', async () => {
    const catchers = [{ ErrorEquals: ['States.HeartbeatTimeout'], ResultPath: '$.failure', Next: 'Undo' }];
    const stack = await run(waiting({ HeartbeatSeconds: 1, Catch: catchers }));
    const arn = await stack.start('trf_1');
    const taskToken = await nextToken();
    for (let beat = 0; beat < 4; beat += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await stack.sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    expect((await stack.describe(arn)).status).toBe('RUNNING');
    await stack.end(arn);
    expect(functions().calls.at(-1)?.input).toMatchObject({ failure: { Error: 'States.HeartbeatTimeout' } });
  });

  it('tells nonsense from a token, and output that is not JSON', async () => {
    const stack = await run(waiting());
    await stack.start('trf_1');
    const nonsense = new SendTaskSuccessCommand({ taskToken: 'nonsense', output: '{}' });
    await expect(stack.sfn.send(nonsense)).rejects.toMatchObject({ name: 'InvalidToken' });
    const malformed = new SendTaskSuccessCommand({ taskToken: await nextToken(), output: '{' });
    await expect(stack.sfn.send(malformed)).rejects.toMatchObject({ name: 'InvalidOutput' });
  });
});
