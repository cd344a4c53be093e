import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Definition,
  failure,
  machineArn,
  type Saga,
  type Stack,
  saga,
  startStack,
  step,
  temporaryFolder,
  until,
} from './stack.ts';

const threeTasks: Definition = {
  StartAt: 'Screen',
  States: {
    Screen: step('Screen', { ResultPath: '$.screened', ResultSelector: { 'did.$': '$.Payload.did' }, Next: 'Hold' }),
    Hold: step('Hold', { ResultPath: null, Next: 'Capture' }),
    Capture: step('Capture', { ResultPath: null, End: true }),
  },
};
const waiting = (more: Readonly<Record<string, unknown>> = {}): Definition => ({
  StartAt: 'Submit',
  States: {
    Submit: step('Submit', { End: true, ...more }, true),
    ...('Catch' in more ? { Undo: step('Undo', { End: true }) } : {}),
  },
});

describe('local Step Functions', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let functions: Saga;
  let stacks: Stack[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    functions = saga();
    stacks = [];
  });
  afterEach(async () => {
    await Promise.all(stacks.map((stack) => stack.stop()));
    await folder.remove();
  });

  const run = async (definition: Definition): Promise<Stack> => {
    const stack = await startStack(definition, functions.invoker, folder.path);
    stacks.push(stack);
    return stack;
  };
  const typesOf = async (stack: Stack, executionArn: string) =>
    (await stack.history(executionArn)).map((event) => event.type);
  const nextToken = async (count = 1): Promise<string> => {
    await until(() => functions.calls.filter((call) => call.token !== undefined).length >= count);
    return functions.calls.filter((call) => call.token !== undefined)[count - 1]?.token ?? '';
  };

  it('runs tasks one after another, with the 17 events of AWS', async () => {
    const stack = await run(threeTasks);
    const arn = await stack.start('trf_1', { amount: '25.00' });
    expect(arn).toBe('arn:aws:states:eu-central-1:000000000000:execution:payout:trf_1');
    const ended = await stack.end(arn);
    expect(ended.status).toBe('SUCCEEDED');
    expect(JSON.parse(ended.output ?? '')).toEqual({ amount: '25.00', screened: { did: 'Screen' } });
    const ofTask = ['TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded', 'TaskStateExited'];
    expect(await typesOf(stack, arn)).toEqual([
      'ExecutionStarted',
      ...ofTask,
      ...ofTask,
      ...ofTask,
      'ExecutionSucceeded',
    ]);
    expect(functions.calls[1]).toEqual({ step: 'Hold', input: { amount: '25.00', screened: { did: 'Screen' } } });
  });

  it('gives a plain function its whole input, and takes its answer whole', async () => {
    const stack = await run({
      StartAt: 'Screen',
      States: {
        Screen: { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:000000000000:function:saga', End: true },
      },
    });
    const arn = await stack.start('trf_1', { step: 'plain' });
    expect(JSON.parse((await stack.end(arn)).output ?? '')).toEqual({ did: 'plain' });
    expect(await typesOf(stack, arn)).toContain('LambdaFunctionSucceeded');
  });

  it('answers the same where a start is repeated while it runs, and refuses it otherwise', async () => {
    const stack = await run(waiting());
    const [first, second] = await Promise.all([stack.start('trf_1', { a: 1 }), stack.start('trf_1', { a: 1 })]);
    expect(second).toBe(first);
    await expect(stack.start('trf_1', { a: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await stack.sfn.send(new SendTaskSuccessCommand({ taskToken: await nextToken(), output: '{}' }));
    await stack.end(first);
    await expect(stack.start('trf_1', { a: 1 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    expect(functions.calls).toHaveLength(1);
  });

  it('takes an input of 256 KiB and none larger', async () => {
    const stack = await run(threeTasks);
    const overhead = JSON.stringify({ text: '' }).length;
    await expect(stack.start('trf_1', { text: 'x'.repeat(262_145 - overhead) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    functions.answer = () => failure('Refused');
    await expect(stack.start('trf_1', { text: 'x'.repeat(262_144 - overhead) })).resolves.toContain('trf_1');
  });

  it.each(['has space', 'a/b', 'x'.repeat(81)])('refuses the name %p', async (name) => {
    const stack = await run(threeTasks);
    await expect(stack.start(name)).rejects.toMatchObject({ name: 'InvalidName' });
  });

  it('refuses an unknown machine, and input that is not JSON', async () => {
    const { sfn } = await run(threeTasks);
    const unknown = new StartExecutionCommand({ stateMachineArn: `${machineArn}x` });
    await expect(sfn.send(unknown)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    const malformed = new StartExecutionCommand({ stateMachineArn: machineArn, input: '{' });
    await expect(sfn.send(malformed)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

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
    functions.answer = (call) => {
      if (call.step === 'Undo') {
        return { ok: true, payload: null };
      }
      return functions.calls.length === 1 ? failure('TransientFailure') : failure('InsufficientFunds', 'too little');
    };
    const arn = await stack.start('trf_1');
    const ended = await stack.end(arn);
    expect(functions.calls.map((call) => call.step)).toEqual(['Hold', 'Hold', 'Undo']);
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

  it('fails with the error that nothing catches', async () => {
    const stack = await run(threeTasks);
    functions.answer = () => failure('InvariantViolation', 'wrong');
    const arn = await stack.start('trf_1');
    expect(await stack.end(arn)).toMatchObject({ status: 'FAILED', error: 'InvariantViolation' });
    const last = (await stack.history(arn)).at(-1);
    expect(last?.executionFailedEventDetails?.error).toBe('InvariantViolation');
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
    functions.answer = async ({ token }) => {
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
    expect(functions.calls.at(-1)).toEqual({
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
    expect(functions.calls.at(-1)?.input).toMatchObject({ timeout: { Error: 'States.Timeout' } });
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
    expect(functions.calls.at(-1)?.input).toMatchObject({ failure: { Error: 'States.HeartbeatTimeout' } });
  });

  it('tells nonsense from a token, and output that is not JSON', async () => {
    const stack = await run(waiting());
    await stack.start('trf_1');
    const nonsense = new SendTaskSuccessCommand({ taskToken: 'nonsense', output: '{}' });
    await expect(stack.sfn.send(nonsense)).rejects.toMatchObject({ name: 'InvalidToken' });
    const malformed = new SendTaskSuccessCommand({ taskToken: await nextToken(), output: '{' });
    await expect(stack.sfn.send(malformed)).rejects.toMatchObject({ name: 'InvalidOutput' });
  });

  it('stops an execution once', async () => {
    const stack = await run(
      waiting({ Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 99_999_999, IntervalSeconds: 0 }] }),
    );
    const arn = await stack.start('trf_1');
    const taskToken = await nextToken();
    const command = new StopExecutionCommand({ executionArn: arn, error: 'Operator', cause: 'by hand' });
    await Promise.all([stack.sfn.send(command), stack.sfn.send(command)]);
    expect(await stack.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'by hand' });
    expect((await typesOf(stack, arn)).filter((type) => type === 'ExecutionAborted')).toHaveLength(1);
    const late = new SendTaskSuccessCommand({ taskToken, output: '{}' });
    await expect(stack.sfn.send(late)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(functions.calls).toHaveLength(1);
  });

  it('times a whole execution out', async () => {
    const stack = await run({ ...waiting(), TimeoutSeconds: 1 } as Definition);
    expect(await stack.end(await stack.start('trf_1'))).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  it('fails where a state answers more than 256 KiB', async () => {
    const stack = await run(threeTasks);
    functions.answer = () => ({ ok: true, payload: 'x'.repeat(262_144) });
    expect(await stack.end(await stack.start('trf_1'))).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  it('does not go on with the retries of a branch when another has failed', async () => {
    const retrying = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 50, IntervalSeconds: 0 }], End: true };
    const stack = await run({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'Slow', States: { Slow: step('Slow', retrying) } },
            { StartAt: 'Failing', States: { Failing: step('Failing', { End: true }) } },
          ],
          Catch: [{ ErrorEquals: ['Refused'], Next: 'Undo' }],
          End: true,
        },
        Undo: step('Undo', { End: true }),
      },
    });
    functions.answer = async ({ step: name }) => {
      // The execution still runs, at Undo, when the branch that is over fails in turn.
      await new Promise((resolve) => setTimeout(resolve, { Failing: 20, Slow: 100, Undo: 300 }[name] ?? 0));
      return name === 'Undo' ? { ok: true, payload: null } : failure('Refused');
    };
    const arn = await stack.start('trf_1');
    await stack.end(arn);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(functions.calls.filter((call) => call.step === 'Slow')).toHaveLength(1);
    expect(await typesOf(stack, arn)).toContain('ParallelStateFailed');
  });

  it('gives the context object, also inside a Map', async () => {
    const selector = {
      'id.$': '$$.Execution.Id',
      'name.$': '$$.Execution.Name',
      'input.$': '$$.Execution.Input.amounts',
      'state.$': '$$.State.Name',
    };
    const stack = await run({
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemsPath: '$.amounts',
          ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', Parameters: selector, End: true } } },
          End: true,
        },
      },
    });
    const arn = await stack.start('trf_1', { amounts: [1, 2] });
    const one = { id: arn, name: 'trf_1', input: [1, 2], state: 'One' };
    expect(JSON.parse((await stack.end(arn)).output ?? '')).toEqual([one, one]);
  });

  it('passes results that are false or 0', async () => {
    const stack = await run({
      StartAt: 'No',
      States: { No: { Type: 'Pass', Result: false, ResultPath: '$.no', End: true } },
    });
    expect(JSON.parse((await stack.end(await stack.start('trf_1'))).output ?? '')).toEqual({ no: false });
  });

  it.each([
    ['JSONata', { QueryLanguage: 'JSONata' }],
    ['an unknown service', { Resource: 'arn:aws:states:::sns:publish' }],
    ['a timeout that is computed', { TimeoutSecondsPath: '$.t' }],
  ])('refuses %s when it starts', async (_name, more) => {
    await expect(run({ StartAt: 'A', States: { A: step('A', { End: true, ...more }) } })).rejects.toThrow();
  });

  it('pages through history and executions', async () => {
    const stack = await run(threeTasks);
    const arn = await stack.start('trf_1');
    await stack.end(arn);
    await stack.end(await stack.start('trf_2'));
    const ids: (number | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const request = {
        executionArn: arn,
        maxResults: 7,
        reverseOrder: true,
        ...(nextToken === undefined ? {} : { nextToken }),
      };
      const page = await stack.sfn.send(new GetExecutionHistoryCommand(request));
      ids.push(...(page.events ?? []).map((event) => event.id));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(ids).toEqual(Array.from({ length: 17 }, (_, index) => 17 - index));
    const list = new ListExecutionsCommand({ stateMachineArn: machineArn, statusFilter: 'SUCCEEDED' });
    expect((await stack.sfn.send(list)).executions?.map((execution) => execution.name)).toEqual(['trf_2', 'trf_1']);
  });

  it('runs again from its input what was running when it ended', async () => {
    const before = await run(waiting());
    const arn = await before.start('trf_1', { amount: '25.00' });
    const old = await nextToken();
    await before.stop();
    stacks = [];
    const after = await run(waiting());
    await after.service.resume();
    const taskToken = await nextToken(2);
    expect(functions.calls[1]?.input).toEqual({ amount: '25.00' });
    const late = new SendTaskSuccessCommand({ taskToken: old, output: '{}' });
    await expect(after.sfn.send(late)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(after.start('trf_1', { amount: '25.00' })).resolves.toBe(arn);
    await after.sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await after.end(arn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    const types = await typesOf(after, arn);
    expect(types[0]).toBe('ExecutionStarted');
    expect(types).toContain('ExecutionRedriven');
    expect(types.at(-1)).toBe('ExecutionSucceeded');
  });

  it('runs again what was running when the stack was killed, whatever half a line it left', async () => {
    const script = new URL('./dying-stack.ts', import.meta.url).pathname;
    const dying = spawn(process.execPath, [script, folder.path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = await once(dying.stdout, 'data');
    const exited = once(dying, 'exit');
    dying.kill('SIGKILL');
    expect((await exited)[1]).toBe('SIGKILL');
    await appendFile(join(folder.path, 'payout', 'trf_1.history.jsonl'), '{"type":"TaskSubm');
    const stack = await run(waiting());
    const [execution] =
      (await stack.sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn }))).executions ?? [];
    expect(execution?.status).toBe('RUNNING');
    expect(functions.calls).toHaveLength(0);
    await stack.service.resume();
    const late = new SendTaskSuccessCommand({ taskToken: String(printed).trim(), output: '{}' });
    await expect(stack.sfn.send(late)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await stack.sfn.send(new SendTaskSuccessCommand({ taskToken: await nextToken(), output: '{}' }));
    const arn = execution?.executionArn ?? '';
    expect((await stack.end(arn)).status).toBe('SUCCEEDED');
    const history = await stack.history(arn);
    expect(history.map((event) => event.id)).toEqual(history.map((_event, index) => index + 1));
    expect(history.map((event) => event.type)).toContain('ExecutionRedriven');
    expect(history.at(-1)?.type).toBe('ExecutionSucceeded');
    await stack.stop();
    stacks = [];
    const again = await run(waiting());
    expect((await typesOf(again, arn)).at(-1)).toBe('ExecutionSucceeded');
  });

  it('keeps what has ended', async () => {
    const before = await run(threeTasks);
    const arn = await before.start('trf_1');
    await before.end(arn);
    const history = await before.history(arn);
    await before.stop();
    stacks = [];
    const after = await run(threeTasks);
    await after.service.resume();
    expect((await after.describe(arn)).status).toBe('SUCCEEDED');
    expect(await after.history(arn)).toEqual(history);
    expect(functions.calls).toHaveLength(3);
  });

  it('names a damaged file and goes on with the others', async () => {
    const before = await run(waiting());
    await before.start('trf_1');
    await before.start('trf_2');
    await nextToken(2);
    await before.stop();
    stacks = [];
    const files = await readdir(join(folder.path, 'payout'));
    expect(files).toContain('trf_1.execution.json');
    await writeFile(join(folder.path, 'payout', 'trf_1.execution.json'), '{"executionArn":');
    const after = await run(waiting());
    await after.service.resume();
    await nextToken(3);
    expect(after.logged.join()).toContain('trf_1.execution.json is damaged');
    const list = await after.sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn }));
    expect(list.executions?.map((execution) => execution.name)).toEqual(['trf_2']);
  });
});
