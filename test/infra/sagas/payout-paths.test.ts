import { describe, expect, it } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { PermanentFailure, TransientFailure } from '../../../domain/shared/failures.ts';
import { payoutSaga } from '../../../domain/transfers/payout-saga.ts';
import type { SagaStep } from '../../../domain/transfers/saga.ts';
import { renderStateMachine } from '../../../infra/sagas/render-state-machine.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:quipu-test-saga';
const definition = renderStateMachine(payoutSaga, { functionArn });
const steps: readonly SagaStep<string>[] = payoutSaga.steps;
const failing = 'fails';
const input = { ledger: 'main', transferId: 'trf_1' };

/** A way through the saga: what each step on it comes to, and where that ends. */
type Way = { readonly answers: Readonly<Record<string, string>>; readonly end: string };

const waysFrom = (name: string, answers: Readonly<Record<string, string>>): readonly Way[] => {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) return [{ answers, end: name }];
  const branches = [...Object.entries(step.answers), [failing, step.undoneBy], ['unheard of', step.undoneBy]] as const;
  return branches.flatMap(([answer, next]) => waysFrom(next ?? '', { ...answers, [name]: answer }));
};

const answerOf = (step: SagaStep<string>, code: string) => {
  if (code === failing) throw new PermanentFailure('It fails for good');
  return step.kind === 'wait' ? { code } : { StatusCode: 200, Payload: { code } };
};

type Call = { readonly Payload: Readonly<Record<string, string>> };

const runWith = async (answer: (step: SagaStep<string>) => unknown) => {
  const visited: string[] = [];
  const payloads: Readonly<Record<string, string>>[] = [];
  const handlers = steps.map((step) => [
    step.name,
    async (call: unknown) => {
      visited.push(step.name);
      payloads.push((call as Call).Payload);
      return answer(step) as null;
    },
  ]);
  const machine = new StateMachine(definition as unknown as ConstructorParameters<typeof StateMachine>[0], {
    validationOptions: { noValidate: true },
  });
  const run = machine.run(input, {
    context: { Task: { Token: 'token' } },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      retryIntervalOverrides: Object.fromEntries(steps.map(({ name }) => [name, 0])),
    },
  });
  const end = await run.result.then(
    (output) => ({ end: 'Ended', output }),
    (error: Error) => ({ end: error.name === 'ExecutionError' ? 'Unrepaired' : error.name, output: undefined }),
  );
  return { ...end, visited, payloads };
};

describe('the state machine of the payout, interpreted', () => {
  const ways = waysFrom(payoutSaga.first, {});

  it('goes every way that the saga knows, and ends where it says', async () => {
    expect(ways.length).toBeGreaterThan(100);
    for (const { answers, end } of ways) {
      const ran = await runWith((step) => answerOf(step, answers[step.name] ?? 'none'));
      expect({ visited: ran.visited, end: ran.end }).toEqual({ visited: Object.keys(answers), end });
    }
  }, 60_000);

  it('gives each step the transfer, and a token to those that wait', async () => {
    const { payloads } = await runWith((step) =>
      answerOf(step, { Screen: 'InReview' }[step.name] ?? Object.keys(step.answers)[0] ?? ''),
    );
    expect(payloads.map(({ step }) => step)).toEqual([
      'Screen',
      'AwaitReview',
      'Hold',
      'Submit',
      'AwaitSettlement',
      'Capture',
      'Complete',
    ]);
    for (const { step = '', ...more } of payloads)
      expect(more).toEqual(step.startsWith('Await') ? { ...input, token: 'token' } : input);
  });

  it('runs a step again that failed for a passing reason, as often as the saga says', async () => {
    let failures = 0;
    const { visited, end } = await runWith((step) => {
      if (step.name !== 'Submit') return answerOf(step, Object.keys(step.answers)[0] ?? '');
      failures += 1;
      throw new TransientFailure('The bank does not answer');
    });
    expect(failures).toBe(1 + 5);
    expect(visited.slice(-3)).toEqual(['Submit', 'RecallPayout', 'VoidHold']);
    expect(end).toBe('Ended');
  });

  it('drops what an error says, so that nothing grows on the way', async () => {
    const { output } = await runWith((step) =>
      step.name === 'Submit' ? answerOf(step, failing) : answerOf(step, Object.keys(step.answers)[0] ?? ''),
    );
    expect(output).toEqual({ ...input, answer: { code: 'TakenBack' } });
  });
});
