import type { AccountRejection } from '../../domain/accounts/account-decider.ts';
import type { TransferFact, TransferReason } from '../../domain/facts/transfer-facts.ts';
import type { HoldRejection } from '../../domain/holds/hold-decider.ts';
import type { PayoutRail } from '../../domain/ports/payout-rail.ts';
import type { RiskStore } from '../../domain/ports/risk-store.ts';
import type { WaitingSteps } from '../../domain/ports/waiting-steps.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';
import type { PayoutStep } from '../../domain/transfers/payout-saga.ts';
import type { TransferCommand, TransferRejection } from '../../domain/transfers/transfer-command.ts';
import type { Transfer } from '../../domain/transfers/transfer-state.ts';
import type { StepRun } from '../../domain/transfers/transfer-stream.ts';
import { loadTransfer, sagaOriginOf } from '../commands/load-transfer.ts';
import {
  onTransferAlone,
  recordTransferStep,
  type TransferDecision,
  type TransferOutcome,
} from '../commands/record-transfer-step.ts';
import { onTransferStreams, type TransferStreams } from '../commands/transfer-streams.ts';
import type { Ledger } from '../runtime/ledger.ts';
import type { Count } from '../runtime/metrics.ts';

/** All that the steps of the payout need from the outside. */
export type SagaDependencies = {
  readonly ledger: Ledger;
  readonly rail: PayoutRail;
  readonly riskStore: RiskStore;
  readonly waitingSteps: WaitingSteps;
  readonly count: Count;
};

/** One run of one step: the transfer as it was when the run began, and its history. */
export type StepContext = {
  readonly dependencies: SagaDependencies;
  readonly transferId: string;
  readonly transfer: Transfer;
  readonly history: readonly TransferFact[];
  readonly newest: TransferFact;
  readonly run: StepRun;
};

/** Records a decision of this run. */
export const recordDecision = (context: StepContext, decision: TransferDecision, run = context.run) =>
  recordTransferStep(
    context.dependencies.ledger,
    { origin: sagaOriginOf(context.newest), about: { transferId: context.transferId, step: run } },
    decision,
  );

/** What a step decides on the streams of its transfer. */
export const onStreamsOf = (
  { dependencies, newest: { ledger }, transferId, transfer: { terms } }: StepContext,
  decisionOn: (streams: TransferStreams) => TransferDecision,
): TransferDecision => onTransferStreams(dependencies.ledger, { ledger, transferId, terms }, decisionOn);

/** Records a command on the transfer alone. */
export const record = (context: StepContext, command: TransferCommand, run = context.run): Promise<TransferOutcome> =>
  recordDecision(context, onTransferAlone(context.newest.ledger, context.transferId, command), run);

type RefusalCode = (TransferRejection | HoldRejection | AccountRejection)['code'];

/**
 * The answer that an outcome comes to. A transfer that has ended is answered `Ended`; a refusal that is not expected is
 * a defect; a lost race is a TransientFailure, and the step runs again.
 */
export const answerTo = <const Done extends string, const Refused extends string = never>(
  outcome: TransferOutcome,
  done: Done,
  refused: Partial<Record<RefusalCode, Refused>> = {},
): NoInfer<Done> | NoInfer<Refused> | 'Ended' => {
  if (outcome.code === 'Recorded' || outcome.code === 'Unchanged') return done;
  if (outcome.code === 'Rehearsed') throw new InvariantViolation('A step is never a rehearsal');
  const { code, detail } = outcome.rejection;
  if (code === 'TryAgain') throw new TransientFailure(detail);
  const expected = code === 'IdempotencyKeyMisused' ? undefined : refused[code];
  if (expected !== undefined) return expected;
  if (code === 'TransferEnded') return 'Ended';
  throw new InvariantViolation(`A step was refused with ${code}: ${detail}`);
};

/** The transfer as it is by now. */
export const transferNow = async ({ dependencies, newest, transferId }: StepContext): Promise<Transfer> => {
  const loaded = await loadTransfer(dependencies.ledger, { ledger: newest.ledger, transferId });
  if (loaded === undefined) throw new InvariantViolation(`${transferId} was there, and is not`);
  return loaded.transfer;
};

/** Why the newest step that failed did, where one is recorded. */
export const lastErrorIn = ({ history }: StepContext): TransferReason | undefined =>
  history.findLast(({ error }) => error !== undefined)?.error;

/** How often a step failed before, by what is recorded of it. */
export const failuresOf = (step: PayoutStep, history: readonly TransferFact[]): number =>
  history.filter((fact) => fact.type === 'TransferStepFailed' && fact.step?.name === step).length;
