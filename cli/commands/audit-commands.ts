import type { CommandGroup } from '../command-context.ts';
import { addCloseCommands } from './audit-close-commands.ts';
import { addCompareCommand } from './audit-compare-command.ts';
import { addProofCommands } from './audit-proof-commands.ts';
import { addTrailCommand } from './audit-trail-command.ts';
import { addVerifyCommand } from './audit-verify-command.ts';

export const auditCommands: CommandGroup = (program, run) => {
  const audit = program.command('audit').description('the audit log, and evidence from it');
  addProofCommands(audit, run);
  addCloseCommands(audit, run);
  addCompareCommand(audit, run);
  addTrailCommand(audit, run);
  addVerifyCommand(audit, run);
};
