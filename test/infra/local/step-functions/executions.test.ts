import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { type Definition, failure, machineArn, threeTasks, waiting } from './stack.ts';
import { useStacks } from './use-stacks.ts';

describe('local executions', () => {
  const { run, functions, typesOf, nextToken } = useStacks();

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
    expect(functions().calls[1]).toEqual({ step: 'Hold', input: { amount: '25.00', screened: { did: 'Screen' } } });
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
    expect(functions().calls).toHaveLength(1);
  });

  it('takes an input of 256 KiB and none larger', async () => {
    const stack = await run(threeTasks);
    const overhead = JSON.stringify({ text: '' }).length;
    await expect(stack.start('trf_1', { text: 'x'.repeat(262_145 - overhead) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    functions().answer = () => failure('Refused');
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

  it('fails with the error that nothing catches', async () => {
    const stack = await run(threeTasks);
    functions().answer = () => failure('InvariantViolation', 'wrong');
    const arn = await stack.start('trf_1');
    expect(await stack.end(arn)).toMatchObject({ status: 'FAILED', error: 'InvariantViolation' });
    const last = (await stack.history(arn)).at(-1);
    expect(last?.executionFailedEventDetails?.error).toBe('InvariantViolation');
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
    expect(functions().calls).toHaveLength(1);
  });

  it('times a whole execution out', async () => {
    const stack = await run({ ...waiting(), TimeoutSeconds: 1 } as Definition);
    expect(await stack.end(await stack.start('trf_1'))).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });

  it('fails where a state answers more than 256 KiB', async () => {
    const stack = await run(threeTasks);
    functions().answer = () => ({ ok: true, payload: 'x'.repeat(262_144) });
    expect(await stack.end(await stack.start('trf_1'))).toMatchObject({ error: 'States.DataLimitExceeded' });
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
});
