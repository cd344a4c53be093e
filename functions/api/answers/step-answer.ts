import type { TransferFact, TransferFactType } from '../../../domain/facts/transfer-facts.ts';

/** What each fact of a transfer tells that was reached; a failed step has the name of what was tried. */
const stepNames = {
  TransferRequested: 'requested',
  TransferScreened: 'screened',
  TransferPlacedInReview: 'inReview',
  TransferHeld: 'held',
  TransferSubmitted: 'submitted',
  TransferSettled: 'settled',
  TransferReturned: 'returned',
  TransferCaptured: 'captured',
  TransferStepFailed: undefined,
  TransferCompleted: 'completed',
  TransferRefused: 'refused',
  TransferUndone: 'undone',
  TransferNeedsRepair: 'needsRepair',
  TransferRepairProposed: 'repairProposed',
  TransferRepaired: 'repaired',
} as const satisfies Record<TransferFactType, string | undefined>;

/** One step of a transfer's saga, as the fact that ended it tells. */
export const stepAnswer = ({ type, step, recordedAt, error }: TransferFact) => ({
  name: stepNames[type] ?? step?.name ?? 'failed',
  status: type === 'TransferStepFailed' ? 'failed' : 'done',
  attempt: step?.attempt ?? 1,
  startedAt: step?.startedAt ?? recordedAt,
  endedAt: recordedAt,
  error: error ?? null,
});
