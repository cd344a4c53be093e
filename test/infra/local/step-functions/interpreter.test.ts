import { describe, expect, it } from '@jest/globals';
import { failure, step } from './stack.ts';
import { useStacks } from './use-stacks.ts';

describe('interpreter of state machines', () => {
  const { run, functions, typesOf } = useStacks();

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
    functions().answer = async ({ step: name }) => {
      // The execution still runs, at Undo, when the branch that is over fails in turn.
      await new Promise((resolve) => setTimeout(resolve, { Failing: 20, Slow: 100, Undo: 300 }[name] ?? 0));
      return name === 'Undo' ? { ok: true, payload: null } : failure('Refused');
    };
    const arn = await stack.start('trf_1');
    await stack.end(arn);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(functions().calls.filter((call) => call.step === 'Slow')).toHaveLength(1);
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
});
