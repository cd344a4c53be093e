import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { type PayoutStep, payoutSaga } from '../../../domain/transfers/payout-saga.ts';
import type { SagaStep } from '../../../domain/transfers/saga.ts';
import { renderStateMachine } from '../../../infra/sagas/render-state-machine.ts';
import type { TaskState } from '../../../infra/sagas/state-machine.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:quipu-test-saga';
const machine = renderStateMachine(payoutSaga, { functionArn });
const tasks = Object.entries(machine.States).filter((entry): entry is [string, TaskState] => entry[1].Type === 'Task');
const steps: readonly SagaStep<PayoutStep>[] = payoutSaga.steps;

describe('the state machine of the payout', () => {
  // Renewed by: node test/infra/sagas/write-golden.ts
  it('is the golden one, so that a review shows what deploys', () => {
    const golden = readFileSync(new URL('payout.golden.json', import.meta.url), 'utf8');
    expect(JSON.parse(golden)).toEqual(machine);
  });

  it('is valid Amazon States Language', () => {
    expect(validate(structuredClone(machine))).toMatchObject({ isValid: true });
  });

  it('can tell what is not', () => {
    const broken = { ...machine, StartAt: 'Nowhere' };
    expect(validate(structuredClone(broken))).toMatchObject({ isValid: false });
  });

  it('gives every task a timeout, another attempt and a way on when it fails', () => {
    expect(tasks.map(([name]) => name).sort()).toEqual(steps.map(({ name }) => name).sort());
    for (const [, task] of tasks) {
      expect(task.TimeoutSeconds).toBeGreaterThan(0);
      expect(task.Retry.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
      expect(task.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], ResultPath: null }]);
    }
  });

  it('does not run again what fails for good, nor a wait that is over', () => {
    for (const [name, { Retry }] of tasks) {
      const [never] = Retry;
      expect(never).toMatchObject({ MaxAttempts: 0 });
      expect(never?.ErrorEquals).toEqual(expect.arrayContaining(['PermanentFailure', 'InvariantViolation']));
      expect(never?.ErrorEquals.includes('States.Timeout')).toBe(name.startsWith('Await'));
    }
  });

  it('carries nothing but the ledger, the transfer and an answer', () => {
    for (const [, { ResultPath, ResultSelector, Parameters }] of tasks) {
      expect(ResultPath).toBe('$.answer');
      expect(Object.keys(ResultSelector)).toEqual(['code.$']);
      expect(
        Object.keys(Parameters.Payload).filter(
          (name) => !['step', 'ledger.$', 'transferId.$', 'token.$'].includes(name),
        ),
      ).toEqual([]);
    }
  });

  it('is far from what a definition may have', () => {
    const definitionLengthMaximum = 1_048_576;
    expect(JSON.stringify(machine).length).toBeLessThan(definitionLengthMaximum / 10);
  });

  it('waits as long as it is told to', () => {
    const told = renderStateMachine(payoutSaga, { functionArn, waitSeconds: { AwaitSettlement: 20 } });
    expect(told.States['AwaitSettlement']).toMatchObject({ TimeoutSeconds: 20 });
    expect(told.States['AwaitReview']).toEqual(machine.States['AwaitReview']);
  });
});

describe('the payout saga', () => {
  const undo: readonly PayoutStep[] = ['VoidHold', 'RecallPayout', 'NeedsRepair'];

  it('undoes each step before the pivot by voiding, after recalling what may have been submitted', () => {
    const undoneBy = Object.fromEntries(steps.map((step) => [step.name, step.undoneBy]));
    expect(undoneBy).toEqual({
      Screen: 'VoidHold',
      AwaitReview: 'VoidHold',
      Hold: 'VoidHold',
      Submit: 'RecallPayout',
      AwaitSettlement: 'RecallPayout',
      Capture: 'NeedsRepair',
      Complete: 'NeedsRepair',
      RecallPayout: 'NeedsRepair',
      VoidHold: 'NeedsRepair',
      NeedsRepair: 'Unrepaired',
    });
  });

  it('never leads from after the pivot to an undo that money could have overtaken', () => {
    for (const { name, answers } of steps)
      if (name === 'Capture' || name === 'Complete')
        for (const next of Object.values(answers)) expect(['VoidHold', 'RecallPayout']).not.toContain(next);
  });

  it('tries an undo, and what cannot be undone, for hours', () => {
    for (const { name, retry } of steps)
      if (undo.includes(name) || name === 'Capture' || name === 'Complete')
        expect(retry.attemptsMaximum * retry.delayMaximumSeconds).toBeGreaterThanOrEqual(3 * 3600);
  });

  it('reaches each of its steps', () => {
    const reached = new Set<string>([payoutSaga.first]);
    for (const _ of steps)
      for (const { name, answers, undoneBy } of steps)
        if (reached.has(name)) for (const next of [...Object.values(answers), undoneBy]) reached.add(next);
    expect([...reached].sort()).toEqual([...steps.map(({ name }) => name), 'Ended', 'Unrepaired'].sort());
  });
});
