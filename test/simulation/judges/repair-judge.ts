import type { StreamId } from '../../../domain/shared/stream-id.ts';
import type { Commit } from '../world/recorded-store.ts';
import type { Trace } from '../world/trace.ts';
import type { Attribution } from './attribution.ts';
import { type Said, saidIn } from './stored-facts.ts';

/** Somebody's word on a transfer that needs repair, and where it is recorded that it was said. */
export type RepairRequest = {
  readonly streamId: StreamId;
  readonly operation: 'proposeRepair' | 'approveRepair';
  readonly actor: string;
  readonly transferId: string;
};

/** Judges repairs: a transfer leaves the need of one by the word of two people, and in no other way. */
export type RepairJudge = {
  readonly asked: (request: RepairRequest) => void;
  readonly judge: (commit: Commit) => void;
};

export const repairJudge = (trace: Trace, attribution: Pick<Attribution, 'allow'>): RepairJudge => {
  const asked = new Set<string>();
  const proposed = new Map<string, NonNullable<Said['repair']>>();
  const inNeed = new Set<string>();
  const wordOf = (operation: RepairRequest['operation'], actor: string | undefined, transferId: string): string =>
    `${operation} ${actor} ${transferId}`;

  const faultsOf = (id: string, { type, actor, transfer, repair }: Said): readonly string[] => {
    const proposal = proposed.get(id);
    const isProposal = type === 'TransferRepairProposed';
    const isRepair = type === 'TransferRepaired';
    const faults: readonly (readonly [boolean, string])[] = [
      [(isProposal || isRepair) && !inNeed.has(id), 'needs no repair'],
      [isProposal && !asked.has(wordOf('proposeRepair', actor, id)), `has a proposal that ${actor} never made`],
      [isProposal && repair?.proposedBy !== actor, `has a proposal of ${actor} under another name`],
      [isRepair && !asked.has(wordOf('approveRepair', actor, id)), `has an approval that ${actor} never gave`],
      [isRepair && proposal?.proposedBy === actor, `was repaired by ${actor} alone`],
      [isRepair && repair?.outcome !== proposal?.outcome, `was repaired otherwise than proposed`],
      [isRepair && repair?.proposedBy !== proposal?.proposedBy, `was repaired by another proposal than the newest`],
      [!isRepair && inNeed.has(id) && transfer?.status !== 'needsRepair', 'left its need of repair by itself'],
    ];
    return faults.filter(([is]) => is).map(([, fault]) => fault);
  };

  const follow = (id: string, { type, transfer, repair }: Said): void => {
    if (transfer?.status === 'needsRepair') inNeed.add(id);
    else inNeed.delete(id);
    if (type === 'TransferRepairProposed' && repair !== undefined) proposed.set(id, repair);
    if (type === 'TransferRepaired') trace.sometimes('a transfer was repaired');
    if (type === 'TransferNeedsRepair') trace.sometimes('a transfer needed repair');
  };

  return {
    asked: ({ streamId, operation, actor, transferId }) => {
      asked.add(wordOf(operation, actor, transferId));
      attribution.allow(streamId);
    },
    judge: (commit) => {
      for (const { kind, id, said } of saidIn(commit).filter((one) => one.kind === 'transfer')) {
        for (const fault of faultsOf(id, said)) trace.violate('SIM-27', `${kind} ${id} ${fault}`);
        follow(id, said);
      }
    },
  };
};
