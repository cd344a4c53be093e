import { type PayoutStep, payoutSaga } from '../../domain/transfers/payout-saga.ts';
import type { SagaEnd, SagaStep } from '../../domain/transfers/saga.ts';
import { runStep } from '../../functions/saga/run-step.ts';
import { Killed } from './mishaps.ts';
import { ledgerName, type PayoutWorld } from './payout-world.ts';

type Place = PayoutStep | SagaEnd;

const stepNamed = (name: PayoutStep): SagaStep<PayoutStep> => {
  const step = payoutSaga.steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`${name} is no step`);
  return step;
};

let tokens = 0;

/** What the outside does while a step waits: a while passes, and the bank works. */
const whileWaiting = async (world: PayoutWorld): Promise<void> => {
  world.pass(10_000);
  await world.bank();
};

const attempt = async (world: PayoutWorld, step: SagaStep<PayoutStep>, transferId: string): Promise<Place> => {
  const request = { step: step.name, ledger: ledgerName, transferId };
  if (step.kind === 'call') {
    const answer = await runStep(world.dependencies, request);
    return step.answers[answer?.code ?? ''] ?? step.undoneBy;
  }
  tokens += 1;
  const token = `token ${tokens}`;
  await runStep(world.dependencies, { ...request, token });
  for (let waits = 0; waits < 3 && !world.answers.has(token); waits += 1) await whileWaiting(world);
  const code = world.answers.get(token);
  // Nobody answered in time. From now on the token is worth nothing.
  if (code === undefined) world.answers.set(token, 'timed out');
  return code === undefined ? step.undoneBy : (step.answers[code] ?? step.undoneBy);
};

const run = async (world: PayoutWorld, step: SagaStep<PayoutStep>, transferId: string): Promise<Place> => {
  for (let tries = 0; tries <= step.retry.attemptsMaximum; tries += 1) {
    try {
      return await attempt(world, step, transferId);
    } catch (error) {
      if (error instanceof Killed) throw error;
      const name = error instanceof Error ? error.name : '';
      if ((payoutSaga.lastingErrors as readonly string[]).includes(name)) break;
      world.pass(1_000);
    }
  }
  return step.undoneBy;
};

export type Visit = (step: PayoutStep, world: PayoutWorld) => Promise<void>;

/** Walks one execution as Step Functions would. Throws Killed where the process dies. */
export const walkOnce = async (world: PayoutWorld, transferId: string, visit?: Visit) => {
  const path: Place[] = [];
  let place: Place = payoutSaga.first;
  while (place !== 'Ended' && place !== 'Unrepaired') {
    path.push(place);
    const step: PayoutStep = place;
    place = await run(world, stepNamed(step), transferId);
    await visit?.(step, world);
    if (path.length > 50) throw new Error(`The saga goes in circles: ${path.join(' ')}`);
  }
  return { path, end: place };
};

/**
 * Walks until an execution comes to its end; one whose process died is begun again, as the local stack and the sweeper
 * do.
 */
export const walk = async (world: PayoutWorld, transferId: string, visit?: Visit) => {
  for (let lives = 0; lives < 100; lives += 1)
    try {
      return await walkOnce(world, transferId, visit);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  throw new Error('The process died again and again');
};

/** One run of one step, outside of any execution. */
export const runAgain = (world: PayoutWorld, step: PayoutStep, transferId: string): Promise<Place> =>
  attempt(world, stepNamed(step), transferId);
