import type { TransferFact, TransferReason } from '../../domain/facts/transfer-facts.ts';
import { InvariantViolation, PermanentFailure, TransientFailure } from '../../domain/shared/failures.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import type { PayoutAnswer, PayoutStep, PayoutWait } from '../../domain/transfers/payout-saga.ts';
import { transferOf } from '../../domain/transfers/transfer-of-snapshot.ts';
import { hasEnded } from '../../domain/transfers/transfer-state.ts';
import type { Ledger } from '../runtime/ledger.ts';
import { failuresOf, record, type SagaDependencies, type StepContext } from './step-context.ts';
import type { StepRequest } from './step-request.ts';
import { awaitReview } from './steps/await-review.ts';
import { awaitSettlement } from './steps/await-settlement.ts';
import { capture } from './steps/capture.ts';
import { complete } from './steps/complete.ts';
import { hold } from './steps/hold.ts';
import { needsRepair } from './steps/needs-repair.ts';
import { recallPayout } from './steps/recall-payout.ts';
import { screen } from './steps/screen.ts';
import { submit } from './steps/submit.ts';
import { voidHold } from './steps/void-hold.ts';

/** Failures of one step beyond these are tried again and no longer recorded, so that a history has an end. */
export const failuresRecordedMaximum = 5;

const historyMaximum = 1_000;
const detailLengthMaximum = 200;

type Steps = {
  readonly [Name in Exclude<PayoutStep, PayoutWait>]: (context: StepContext) => Promise<PayoutAnswer<Name>>;
};

const calls: Steps = {
  Screen: screen,
  Hold: hold,
  Submit: submit,
  Capture: capture,
  Complete: complete,
  RecallPayout: recallPayout,
  VoidHold: voidHold,
  NeedsRepair: needsRepair,
};

const waits = { AwaitReview: awaitReview, AwaitSettlement: awaitSettlement } as const;

/**
 * Runs one step of the payout, once more if need be: what it did before is not done again. Answers where the saga goes
 * on; a step that waits answers nothing here, but whoever waits for its token. Throws what the step throws, after
 * recording it in the transfer's history.
 */
export const runStep = async (
  dependencies: SagaDependencies,
  request: StepRequest,
): Promise<{ readonly code: string } | null> => {
  const context = await contextOf(dependencies, request);
  try {
    const code = await answer(context, request);
    if (request.token === undefined) return { code: code ?? noAnswer(request) };
    if (code !== undefined) await dependencies.waitingSteps.answer(waitingStepOf(request), code);
    return null;
  } catch (error) {
    await recordFailure(context, request.step, error);
    throw error;
  }
};

const answer = async (context: StepContext, { step, token }: StepRequest): Promise<string | undefined> => {
  const isWait = step === 'AwaitReview' || step === 'AwaitSettlement';
  if (isWait !== (token !== undefined)) throw new PermanentFailure(`${step} was called in the wrong way`);
  if (isWait) return waits[step](context, token ?? '');
  return hasEnded(context.transfer) ? endedAnswer(step, context) : calls[step](context);
};

const endedAnswer = (step: PayoutStep, { transfer }: StepContext): string =>
  step === 'NeedsRepair' && transfer.status === 'needsRepair' ? 'HandedOver' : 'Ended';

const contextOf = async (
  dependencies: SagaDependencies,
  { step, ledger, transferId }: StepRequest,
): Promise<StepContext> => {
  const startedAt = dependencies.ledger.clock.now();
  const history = await historyOf(dependencies.ledger, { ledger, transferId });
  const newest = history.at(-1);
  if (newest === undefined) throw new PermanentFailure(`There is no transfer ${transferId}`);
  const run = { name: step, startedAt, attempt: failuresOf(step, history) + 1 };
  return { dependencies, transferId, transfer: transferOf(newest.transfer), history, newest, run };
};

const historyOf = async (
  { eventStore }: Ledger,
  { ledger, transferId }: Pick<StepRequest, 'ledger' | 'transferId'>,
): Promise<readonly TransferFact[]> => {
  const events = await eventStore.read(streamIdOf(ledger, 'transfer', transferId), 0, historyMaximum);
  return events.map(({ text }) => JSON.parse(text) as TransferFact);
};

// The failure itself is what counts: where it cannot even be recorded, it is thrown all the same.
const recordFailure = async (context: StepContext, step: PayoutStep, failure: unknown): Promise<void> => {
  if (failuresOf(step, context.history) >= failuresRecordedMaximum) return;
  try {
    await record(context, { type: 'RecordFailure', error: errorOf(failure) });
  } catch {
    return;
  }
};

const errorOf = (failure: unknown): TransferReason => {
  const isOurs =
    failure instanceof TransientFailure || failure instanceof PermanentFailure || failure instanceof InvariantViolation;
  if (isOurs) return { code: failure.name, detail: failure.message.slice(0, detailLengthMaximum) };
  return { code: 'UnexpectedFailure', detail: 'The step failed in a way that it does not know.' };
};

const waitingStepOf = ({ step, ledger, transferId }: StepRequest) => {
  if (step !== 'AwaitReview' && step !== 'AwaitSettlement') throw new PermanentFailure(`${step} does not wait`);
  return { ledger, transferId, step };
};

const noAnswer = ({ step }: StepRequest): never => {
  throw new InvariantViolation(`${step} did not answer`);
};
