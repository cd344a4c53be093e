import { afterEach, describe, expect, it } from '@jest/globals';
import { invokersOfTest } from './invokers-of-test.ts';

const { one, stopAll } = invokersOfTest();

afterEach(stopAll);

describe('function', () => {
  it('that exits fails every invocation it had, and is started again for the next', async () => {
    const invoker = await one(`
      export const handler = async (event) => { if (event === 'exit') process.exit(3); if (event === 'wait') await new Promise(() => {}); return event; };`);
    const [waiting, exiting] = await Promise.all([invoker.invoke('one', 'wait'), invoker.invoke('one', 'exit')]);
    for (const outcome of [waiting, exiting])
      expect(outcome).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('exit status 3'),
      });
    expect(await invoker.invoke('one', 'again')).toEqual({ ok: true, payload: 'again' });
  });

  it('that is killed is started again for the next', async () => {
    const invoker = await one(
      'export const handler = async (event) => event === 1 ? new Promise(() => {}) : process.pid;',
    );
    const first = await invoker.invoke('one', 0);
    const outstanding = invoker.invoke('one', 1);
    process.kill(invoker.processIds()['one'] ?? 0, 'SIGKILL');
    expect(await outstanding).toMatchObject({ errorType: 'Runtime.ExitError' });
    const second = await invoker.invoke('one', 0);
    expect(second).toMatchObject({ ok: true });
    expect(second).not.toEqual(first);
  });

  it('that takes longer than its timeout is ended, and the next invocation does not suffer', async () => {
    const invoker = await one('export const handler = async (event) => event === 1 ? new Promise(() => {}) : event;', {
      timeoutSeconds: 1,
    });
    expect(await invoker.invoke('one', 1)).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 1.00 seconds'),
    });
    expect(await invoker.invoke('one', 2)).toEqual({ ok: true, payload: 2 });
  });

  it('that never gives way is ended at its timeout too', async () => {
    const invoker = await one('export const handler = async () => { for (;;); };', { timeoutSeconds: 1 });
    expect(await invoker.invoke('one', 1)).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  it.each([
    ['throws while it loads', "throw new TypeError('no table');", 'index.handler', 'TypeError'],
    ['exports no such handler', 'export const other = 1;', 'index.handler', 'Runtime.HandlerNotFound'],
    ['has no such file', 'export const handler = 1;', 'main.handler', 'Runtime.ImportModuleError'],
    ['ends while it loads', 'process.exit(1);', 'index.handler', 'Runtime.ExitError'],
  ])('that %s says so', async (_what, source, handler, errorType) => {
    const invoker = await one(source, { handler });
    expect(await invoker.invoke('one', {})).toMatchObject({ ok: false, errorType });
  });
});
