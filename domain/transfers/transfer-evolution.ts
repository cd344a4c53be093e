import { assertNever } from '../shared/assert-never.ts';
import { InvariantViolation } from '../shared/failures.ts';
import type { TransferEvent } from './transfer-event.ts';
import type {
  FailedTransfer,
  HeldTransfer,
  SettledTransfer,
  SubmittedTransfer,
  Transfer,
  TransferState,
} from './transfer-state.ts';

type EventOf<Type extends TransferEvent['type']> = TransferEvent & { readonly type: Type };

/** The transfer after an event. Throws InvariantViolation where no decision can have led to it. */
export const evolveTransfer = (state: TransferState, event: TransferEvent): TransferState => {
  if (event.type === 'TransferRequested')
    return { status: 'requested', terms: event.terms, requestedAt: event.requestedAt };
  if (state.status === 'absent') throw new InvariantViolation(`${event.type} on a transfer that was never requested`);
  return evolveOn(state, event);
};

const evolveOn = (state: Transfer, event: Exclude<TransferEvent, EventOf<'TransferRequested'>>): Transfer => {
  const { terms, requestedAt } = state;
  switch (event.type) {
    case 'TransferScreened':
      return { status: 'screened', terms, requestedAt };
    case 'TransferPlacedInReview':
      return { status: 'inReview', terms, requestedAt };
    case 'TransferHeld':
      return { status: 'held', terms, requestedAt, holdId: event.holdId, abandoned: null };
    case 'TransferSubmitted':
      return { ...heldBefore(state, event), status: 'submitted', railReference: event.railReference };
    case 'TransferSettled':
      return settledAfter(state, event);
    case 'TransferCaptured':
      return { ...settledBefore(state, event), entryIds: [event.entryId] };
    case 'TransferCompleted':
      return { ...settledBefore(state, event), status: 'completed' };
    case 'TransferReturned': {
      const before = settledBefore(state, event);
      return { ...before, status: 'undone', entryIds: [...before.entryIds, event.entryId], reason: event.reason };
    }
    case 'TransferStepFailed':
      return event.abandons ? { ...heldBefore(state, event), abandoned: event.error } : state;
    case 'TransferRefused':
      return failed('refused', state, event);
    case 'TransferUndone':
      return failed('undone', state, event);
    case 'TransferNeedsRepair':
      return failed('needsRepair', state, event);
    case 'TransferRepairProposed':
      return { ...unrepairedBefore(state, event), proposed: event.repair };
    case 'TransferRepaired':
      return repairedAfter(unrepairedBefore(state, event), event);
    default:
      return assertNever(event);
  }
};

const settledAfter = (state: Transfer, event: EventOf<'TransferSubmitted' | 'TransferSettled'>): SettledTransfer => {
  const { terms, requestedAt, holdId } = heldBefore(state, event);
  return { status: 'settled', terms, requestedAt, holdId, railReference: event.railReference, entryIds: [] };
};

const heldBefore = (state: Transfer, event: TransferEvent): HeldTransfer | SubmittedTransfer => {
  if (state.status === 'held' || state.status === 'submitted') return state;
  throw new InvariantViolation(`${event.type} on a transfer that is ${state.status}`);
};

const settledBefore = (state: Transfer, event: TransferEvent): SettledTransfer => {
  if (state.status === 'settled' || state.status === 'completed') return state;
  throw new InvariantViolation(`${event.type} on a transfer that is ${state.status}`);
};

const unrepairedBefore = (state: Transfer, event: TransferEvent): FailedTransfer => {
  if (state.status === 'needsRepair') return state;
  throw new InvariantViolation(`${event.type} on a transfer that is ${state.status}`);
};

const repairedAfter = (
  { terms, requestedAt, holdId, entryIds: earlier, ...state }: FailedTransfer,
  { repair, entryId }: EventOf<'TransferRepaired'>,
): SettledTransfer | FailedTransfer => {
  const entryIds = entryId === null ? earlier : [...earlier, entryId];
  const railReference = repair.railReference ?? state.railReference;
  if (repair.outcome === 'notMoved')
    return { status: 'undone', terms, requestedAt, reason: state.reason, holdId, railReference, entryIds };
  if (holdId === null || railReference === null)
    throw new InvariantViolation('A payout that moved has a hold and a reference');
  return { status: 'completed', terms, requestedAt, holdId, railReference, entryIds };
};

const failed = (
  status: FailedTransfer['status'],
  state: Transfer,
  { reason }: EventOf<'TransferRefused' | 'TransferUndone' | 'TransferNeedsRepair'>,
): FailedTransfer => {
  const { terms, requestedAt } = state;
  return {
    status,
    terms,
    requestedAt,
    reason,
    holdId: 'holdId' in state ? state.holdId : null,
    railReference: 'railReference' in state ? state.railReference : null,
    entryIds: 'entryIds' in state ? state.entryIds : [],
  };
};
