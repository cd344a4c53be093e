import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListExecutionsCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { machineArn, threeTasks, waiting } from './stack.ts';
import { useStacks } from './use-stacks.ts';

describe('executions after a restart', () => {
  const { run, functions, typesOf, nextToken, folder, end } = useStacks();

  it('runs again from its input what was running when it ended', async () => {
    const before = await run(waiting());
    const arn = await before.start('trf_1', { amount: '25.00' });
    const old = await nextToken();
    await end(before);
    const after = await run(waiting());
    await after.service.resume();
    const taskToken = await nextToken(2);
    expect(functions().calls[1]?.input).toEqual({ amount: '25.00' });
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
    const dying = spawn(process.execPath, [script, folder()], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [printed] = await once(dying.stdout, 'data');
    const exited = once(dying, 'exit');
    dying.kill('SIGKILL');
    expect((await exited)[1]).toBe('SIGKILL');
    await appendFile(join(folder(), 'payout', 'trf_1.history.jsonl'), '{"type":"TaskSubm');
    const stack = await run(waiting());
    const [execution] =
      (await stack.sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn }))).executions ?? [];
    expect(execution?.status).toBe('RUNNING');
    expect(functions().calls).toHaveLength(0);
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
    await end(stack);
    const again = await run(waiting());
    expect((await typesOf(again, arn)).at(-1)).toBe('ExecutionSucceeded');
  });

  it('keeps what has ended', async () => {
    const before = await run(threeTasks);
    const arn = await before.start('trf_1');
    await before.end(arn);
    const history = await before.history(arn);
    await end(before);
    const after = await run(threeTasks);
    await after.service.resume();
    expect((await after.describe(arn)).status).toBe('SUCCEEDED');
    expect(await after.history(arn)).toEqual(history);
    expect(functions().calls).toHaveLength(3);
  });

  it('names a damaged file and goes on with the others', async () => {
    const before = await run(waiting());
    await before.start('trf_1');
    await before.start('trf_2');
    await nextToken(2);
    await end(before);
    const files = await readdir(join(folder(), 'payout'));
    expect(files).toContain('trf_1.execution.json');
    await writeFile(join(folder(), 'payout', 'trf_1.execution.json'), '{"executionArn":');
    const after = await run(waiting());
    await after.service.resume();
    await nextToken(3);
    expect(after.logged.join()).toContain('trf_1.execution.json is damaged');
    const list = await after.sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn }));
    expect(list.executions?.map((execution) => execution.name)).toEqual(['trf_2']);
  });
});
