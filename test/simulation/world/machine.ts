import type { TaskCallback } from '../../../domain/ports/waiting-steps.ts';
import { type PayoutStep, payoutSaga } from '../../../domain/transfers/payout-saga.ts';
import type { SagaEnd, SagaStep } from '../../../domain/transfers/saga.ts';
import type { StepRequest } from '../../../functions/saga/step-request.ts';
import type { Executions } from '../../../functions/sweeper/executions.ts';
import { settledAfter } from './settled-after.ts';
import type { World } from './world.ts';

/** Asks the saga function for one step, as Step Functions does. Fails with Crashed, TimedOut or the step's failure. */
export type AskSaga = (request: StepRequest, timeout: number) => Promise<{ readonly code: string } | null>;

/** Step Functions: executions by name that last, and tokens of steps that wait. */
export type Machine = {
  readonly executions: Executions;
  readonly callback: TaskCallback;
  readonly running: () => number;
  /** The saga function, once there is one. */
  readonly serveWith: (ask: AskSaga) => void;
};

/** Executions of one transfer that may be aborted. */
const abortedMaximum = 6;

type Step = PayoutStep | SagaEnd;
type About = { readonly ledger: string; readonly transferId: string; readonly name: string };

export const machineOf = (world: World): Machine => {
  const { schedule, trace } = world;
  const place = world.weather.at('machine');
  const states = new Map<string, 'running' | 'ended'>();
  const tokens = new Map<string, (code: string) => void>();
  let tokensMade = 0;
  let ask: AskSaga = () => Promise.reject(new Error('There is no saga function'));

  const waitFor = (token: string, milliseconds: number): Promise<string | undefined> =>
    new Promise((resolve) => {
      const answered = (code: string | undefined): void => {
        tokens.delete(token);
        resolve(code);
      };
      tokens.set(token, answered);
      schedule.after(milliseconds, () => answered(undefined));
    });

  const attempt = async (step: SagaStep<PayoutStep>, { ledger, transferId }: About): Promise<Step> => {
    const request = { step: step.name, ledger, transferId };
    const timeout = step.timeoutSeconds * 1000;
    if (step.kind === 'call') {
      const answer = await ask(request, timeout);
      return placeAfter(step, answer?.code ?? '');
    }
    tokensMade += 1;
    const token = `token-${tokensMade}`;
    const waiting = waitFor(token, timeout);
    await ask({ ...request, token }, timeout);
    const code = await waiting;
    if (code === undefined) trace.sometimes(`${step.name} was not answered in time`);
    return code === undefined ? step.undoneBy : placeAfter(step, code);
  };

  const run = async (step: SagaStep<PayoutStep>, about: About): Promise<Step> => {
    const { attemptsMaximum, delayFirstSeconds, delayMaximumSeconds } = step.retry;
    for (let tries = 0; tries <= attemptsMaximum; tries += 1) {
      const tried = await settledAfter(attempt(step, about));
      if (tried.ok) return tried.answer;
      const name = tried.failure instanceof Error ? tried.failure.name : '';
      trace.sometimes(`${step.name} failed`);
      if ((payoutSaga.lastingErrors as readonly string[]).includes(name)) {
        trace.violate('SIM-18', `${step.name} of ${about.transferId} failed for good: ${String(tried.failure)}`);
        break;
      }
      await schedule.sleep(1000 * Math.min(delayMaximumSeconds, delayFirstSeconds * 2 ** tries));
    }
    return step.undoneBy;
  };

  // The sweeper starts a transfer ten times and then leaves it to a person, so faults spare the later ones.
  const isAborted = ({ transferId }: About): boolean => {
    const started = [...states.keys()].filter((name) => name.startsWith(transferId)).length;
    return started <= abortedMaximum && place.strikes('executionAborted');
  };

  const walk = async (about: About): Promise<void> => {
    let step: Step = payoutSaga.first;
    while (step !== 'Ended' && step !== 'Unrepaired') {
      schedule.stir();
      if (isAborted(about)) break;
      const next: Step = await run(stepNamed(step), about);
      trace.tell(`${about.name}: ${step} leads to ${next}`);
      step = next;
    }
    states.set(about.name, 'ended');
    schedule.stir();
  };

  return {
    serveWith: (served) => {
      ask = served;
    },
    running: () => [...states.values()].filter((state) => state === 'running').length,
    executions: {
      stateOf: async (name) => states.get(name) ?? 'absent',
      start: async (execution) => {
        if (states.has(execution.name)) return;
        if (execution.name !== execution.transferId) trace.sometimes('the sweeper started a transfer again');
        states.set(execution.name, 'running');
        void walk(execution);
      },
    },
    callback: {
      succeed: async (token, code) => {
        const answered = tokens.get(token);
        answered?.(code);
        return answered === undefined ? 'gone' : 'told';
      },
    },
  };
};

const stepNamed = (name: PayoutStep): SagaStep<PayoutStep> => {
  const step = payoutSaga.steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`${name} is no step`);
  return step;
};

const placeAfter = (step: SagaStep<PayoutStep>, code: string): Step => {
  const place = step.answers[code] as Step | undefined;
  if (place === undefined) throw new Error(`${step.name} cannot answer ${code}`);
  return place;
};
