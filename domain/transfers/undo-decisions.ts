import { assertNever } from '../shared/assert-never.ts';
import { accepted, type Result } from '../shared/result.ts';
import type { TransferCommand, TransferRejection } from './transfer-command.ts';
import type { TransferEvent } from './transfer-event.ts';
import { ended, notAbandoned, notHeld, refuse, settled } from './transfer-refusals.ts';
import { hasEnded, isUnmoved, type Transfer } from './transfer-state.ts';

type Decided = Result<readonly TransferEvent[], TransferRejection>;
type CommandOf<Type extends TransferCommand['type']> = Extract<TransferCommand, { readonly type: Type }>;

/** Nothing more is tried than to take all back: possible until money has moved. */
export const abandon = ({ error }: CommandOf<'AbandonTransfer'>, state: Transfer): Decided => {
  if (isUnmoved(state)) return notHeld;
  if (state.status === 'settled' || state.status === 'completed') return settled;
  if (state.status !== 'held' && state.status !== 'submitted') return ended(state);
  return state.abandoned === null ? happened({ type: 'TransferStepFailed', error, abandons: true }) : accepted([]);
};

/** Ends a transfer whose money has not moved, once the rail cannot move it any more. */
export const takeBack = ({ reason }: CommandOf<'UndoTransfer'>, state: Transfer): Decided => {
  switch (state.status) {
    case 'requested':
    case 'inReview':
    case 'screened':
      return happened({ type: 'TransferRefused', reason });
    case 'held':
    case 'submitted':
      return state.abandoned === null ? notAbandoned : happened({ type: 'TransferUndone', reason: state.abandoned });
    case 'settled':
    case 'completed':
      return settled;
    case 'refused':
    case 'undone':
      return accepted([]);
    case 'needsRepair':
      return ended(state);
    default:
      return assertNever(state);
  }
};

/** The rail gave the money back after all was completed. */
export const giveBack = ({ entryId, reason }: CommandOf<'RecordReturn'>, state: Transfer): Decided => {
  if (state.status === 'completed') return happened({ type: 'TransferReturned', entryId, reason });
  if (state.status === 'undone' && state.entryIds.length > 0) return accepted([]);
  return hasEnded(state) ? ended(state) : refuse('TransferInProgress', 'The transfer has not been completed yet.');
};

/** Hands a transfer to a person. */
export const handOver = ({ type, reason }: CommandOf<'HandOver' | 'HandOverReturn'>, state: Transfer): Decided => {
  if (state.status === 'needsRepair') return accepted([]);
  const applies = type === 'HandOver' ? !hasEnded(state) : state.status === 'completed';
  return applies ? happened({ type: 'TransferNeedsRepair', reason }) : ended(state);
};

const happened = (event: TransferEvent): Decided => accepted([event]);
