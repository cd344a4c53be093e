import { assertNever } from '../shared/assert-never.ts';
import type { Decider } from '../shared/decider.ts';
import { InvariantViolation } from '../shared/failures.ts';
import { accepted, type Result, rejected } from '../shared/result.ts';
import { approveRepair, proposeRepair } from './repair-decisions.ts';
import type { TransferCommand, TransferRejection } from './transfer-command.ts';
import type { TransferEvent } from './transfer-event.ts';
import { evolveTransfer } from './transfer-evolution.ts';
import {
  ended,
  notCaptured,
  notHeld,
  notInReview,
  notReleased,
  notSettled,
  notSubmitted,
  refuse,
  settledTooLate,
} from './transfer-refusals.ts';
import { hasEnded, isUnmoved, type Transfer, type TransferState } from './transfer-state.ts';
import { abandon, giveBack, handOver, takeBack } from './undo-decisions.ts';

type Decided = Result<readonly TransferEvent[], TransferRejection>;
type OnTransfer = Exclude<TransferCommand, { readonly type: 'RequestTransfer' }>;
type CommandOf<Type extends TransferCommand['type']> = Extract<TransferCommand, { readonly type: Type }>;

const decide = (command: TransferCommand, state: TransferState): Decided => {
  if (command.type === 'RequestTransfer') return request(command, state);
  if (state.status === 'absent') return refuse('TransferNotFound', 'There is no such transfer.');
  return decideOn(command, state);
};

const decideOn = (command: OnTransfer, state: Transfer): Decided => {
  switch (command.type) {
    case 'RecordScreening':
      return screen(command, state);
    case 'ReleaseFromReview':
      return release(state);
    case 'RefuseInReview':
      return refuseInReview(command, state);
    case 'RecordHold':
      return hold(command, state);
    case 'RecordSubmission':
      return submit(command, state);
    case 'RecordSettlement':
      return settle(command, state);
    case 'RecordCapture':
      return capture(command, state);
    case 'CompleteTransfer':
      return complete(state);
    case 'RecordReturn':
      return giveBack(command, state);
    case 'RecordFailure':
      return hasEnded(state)
        ? ended(state)
        : happened({ type: 'TransferStepFailed', error: command.error, abandons: false });
    case 'AbandonTransfer':
      return abandon(command, state);
    case 'UndoTransfer':
      return takeBack(command, state);
    case 'HandOver':
    case 'HandOverReturn':
      return handOver(command, state);
    case 'ProposeRepair':
      return proposeRepair(command, state);
    case 'ApproveRepair':
      return approveRepair(command, state);
    default:
      return assertNever(command);
  }
};

const request = ({ terms, now }: CommandOf<'RequestTransfer'>, state: TransferState): Decided => {
  if (state.status !== 'absent') throw new InvariantViolation('A transfer id belongs to one request');
  if (terms.sourceAccountId === terms.settlementAccountId)
    return rejected({ code: 'SameAccount', detail: 'A transfer needs two accounts.', pointer: '/settlementAccountId' });
  return happened({ type: 'TransferRequested', terms, requestedAt: now });
};

const screen = ({ screening }: CommandOf<'RecordScreening'>, state: Transfer): Decided => {
  if (state.status !== 'requested') return unchangedOrEnded(state);
  const type = screening.outcome === 'approve' ? 'TransferScreened' : 'TransferPlacedInReview';
  return happened({ type, screening });
};

const release = (state: Transfer): Decided => {
  if (state.status === 'requested') return notInReview;
  return state.status === 'inReview' ? happened({ type: 'TransferScreened' }) : unchangedOrEnded(state);
};

const refuseInReview = ({ reason }: CommandOf<'RefuseInReview'>, state: Transfer): Decided => {
  if (state.status === 'inReview') return happened({ type: 'TransferRefused', reason });
  return state.status === 'refused' ? accepted([]) : notInReview;
};

const hold = ({ holdId }: CommandOf<'RecordHold'>, state: Transfer): Decided => {
  if (state.status === 'screened') return happened({ type: 'TransferHeld', holdId });
  return isUnmoved(state) ? notReleased : unchangedOrEnded(state);
};

const submit = ({ railReference }: CommandOf<'RecordSubmission' | 'RecordSettlement'>, state: Transfer): Decided => {
  if (state.status === 'held') return happened({ type: 'TransferSubmitted', railReference });
  return isUnmoved(state) ? notHeld : unchangedOrEnded(state);
};

const settle = ({ railReference }: CommandOf<'RecordSubmission' | 'RecordSettlement'>, state: Transfer): Decided => {
  switch (state.status) {
    case 'requested':
    case 'inReview':
    case 'screened':
      return notHeld;
    case 'held':
      return notSubmitted;
    case 'submitted':
      return happened({ type: 'TransferSettled', railReference });
    case 'settled':
    case 'completed':
      return accepted([]);
    case 'refused':
    case 'undone':
      return state.entryIds.length > 0
        ? accepted([])
        : happened({ type: 'TransferNeedsRepair', reason: settledTooLate });
    case 'needsRepair':
      return ended(state);
    default:
      return assertNever(state);
  }
};

const capture = ({ entryId }: CommandOf<'RecordCapture'>, state: Transfer): Decided => {
  if (state.status === 'settled')
    return state.entryIds.length > 0 ? accepted([]) : happened({ type: 'TransferCaptured', entryId });
  return state.status === 'completed' ? accepted([]) : notSettled(state);
};

const complete = (state: Transfer): Decided => {
  if (state.status === 'completed') return accepted([]);
  if (state.status !== 'settled') return notSettled(state);
  if (state.entryIds.length === 0) return notCaptured;
  return happened({ type: 'TransferCompleted' });
};

const happened = (event: TransferEvent): Decided => accepted([event]);

// What has come further than asked was recorded before.
const unchangedOrEnded = (state: Transfer): Decided =>
  hasEnded(state) && state.status !== 'completed' ? ended(state) : accepted([]);

/**
 * The rules of one transfer: how far it has come, what may follow, and when money has moved that cannot be taken back.
 */
export const transfer: Decider<TransferCommand, TransferState, TransferEvent, TransferRejection> = {
  initialState: { status: 'absent' },
  decide,
  evolve: evolveTransfer,
};
