import type { RepairProposal } from '../facts/transfer-facts.ts';
import { accepted, type Result } from '../shared/result.ts';
import type { TransferCommand, TransferRejection } from './transfer-command.ts';
import type { TransferEvent } from './transfer-event.ts';
import { refuse } from './transfer-refusals.ts';
import type { Transfer } from './transfer-state.ts';

type Decided = Result<readonly TransferEvent[], TransferRejection>;
type CommandOf<Type extends TransferCommand['type']> = Extract<TransferCommand, { readonly type: Type }>;

/** What one person says became of a transfer that needs repair. A later proposal takes the place of an earlier one. */
export const proposeRepair = ({ repair }: CommandOf<'ProposeRepair'>, state: Transfer): Decided => {
  if (state.status !== 'needsRepair') return notInRepair;
  if (repair.outcome === 'moved' && state.holdId === null)
    return refuse('RepairNotPossible', 'Nothing was ever set aside for the transfer, so the rail cannot have paid it.');
  if (repair.outcome === 'moved' && (repair.railReference ?? state.railReference) === null)
    return refuse('RepairNotPossible', 'Nobody knows how the rail calls the payout. Say its reference.');
  return accepted(isSame(repair, state.proposed) ? [] : [{ type: 'TransferRepairProposed', repair }]);
};

/** Another person's word on just that proposal. */
export const approveRepair = (
  { outcome, approvedBy, entryId }: CommandOf<'ApproveRepair'>,
  state: Transfer,
): Decided => {
  if (state.status !== 'needsRepair') return notInRepair;
  const { proposed } = state;
  if (proposed === undefined || proposed.outcome !== outcome)
    return refuse('RepairNotProposed', `Nobody has proposed that the money has ${outcomes[outcome]}.`);
  if (proposed.proposedBy === approvedBy)
    return refuse('ApprovedByProposer', 'A repair is approved by another person than the one who proposed it.');
  return accepted([{ type: 'TransferRepaired', repair: proposed, entryId }]);
};

const isSame = (repair: RepairProposal, earlier: RepairProposal | undefined): boolean =>
  repair.outcome === earlier?.outcome &&
  repair.railReference === earlier.railReference &&
  repair.detail === earlier.detail &&
  repair.proposedBy === earlier.proposedBy;

const outcomes = { moved: 'moved', notMoved: 'not moved' } as const;

const notInRepair = refuse('TransferNotInRepair', 'The transfer does not need repair.');
