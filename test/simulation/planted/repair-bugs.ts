import type { PlantedBug } from './planted-bug.ts';

/** What could be wrong with repairs. */
export const repairBugs: readonly PlantedBug[] = [
  {
    id: 'approval-without-a-proposal',
    what: 'Who approves a repair that nobody has proposed is taken to propose it.',
    commands: (commands) => ({
      ...commands,
      approveRepair: async (ledger, command) => {
        const { transferId, outcome } = command.body;
        const outcomeOfApproval = await commands.approveRepair(ledger, command);
        if (outcomeOfApproval.code !== 'Rejected' || outcomeOfApproval.rejection.code !== 'RepairNotProposed')
          return outcomeOfApproval;
        const body = { transferId, outcome, railReference: null, detail: 'As approved.' };
        const origin = { ...command.origin, actor: 'quipu' };
        await commands.proposeRepair(ledger, { origin, key: `${command.key} proposed`, body });
        return commands.approveRepair(ledger, { ...command, key: `${command.key} again` });
      },
    }),
  },
  {
    id: 'repaired-by-one',
    what: 'Whoever proposed a repair may approve it.',
    commands: (commands) => ({
      ...commands,
      proposeRepair: (ledger, command) =>
        commands.proposeRepair(ledger, { ...command, origin: { ...command.origin, actor: 'support' } }),
    }),
  },
];
