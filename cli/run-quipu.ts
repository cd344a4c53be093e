import { Command, CommanderError } from 'commander';
import { InvariantViolation } from '../domain/shared/failures.ts';
import type { Answer } from './answers/answer.ts';
import {
  type CommandContext,
  type CommandGroup,
  commandContext,
  type GlobalOptions,
  type RunAction,
} from './command-context.ts';
import { CommandFailed } from './command-failed.ts';
import { accountCommands } from './commands/account-commands.ts';
import { auditCommands } from './commands/audit-commands.ts';
import { entryCommands } from './commands/entry-commands.ts';
import { holdCommands } from './commands/hold-commands.ts';
import { parkedCommands } from './commands/parked-commands.ts';
import { projectionCommands } from './commands/projection-commands.ts';
import { reportCommands } from './commands/report-commands.ts';
import { restoreCommands } from './commands/restore-commands.ts';
import { sealingCommands } from './commands/sealing-commands.ts';
import { tokenCommands } from './commands/token-commands.ts';
import { transferCommands } from './commands/transfer-commands.ts';
import type { Terminal } from './terminal.ts';
import { WrongUse } from './wrong-use.ts';

/** 0: done. 1: refused, or failed. 2: wrong use. */
export type ExitCode = 0 | 1 | 2;

const groups: readonly CommandGroup[] = [
  accountCommands,
  entryCommands,
  holdCommands,
  transferCommands,
  reportCommands,
  projectionCommands,
  parkedCommands,
  auditCommands,
  sealingCommands,
  restoreCommands,
  tokenCommands,
];

/** Runs one command line and says how it ended. */
export const runQuipu = async (words: readonly string[], terminal: Terminal): Promise<ExitCode> => {
  let exitCode: ExitCode = 0;
  const run: RunAction =
    (action) =>
    async (...parts) => {
      const command = parts.at(-1);
      if (!(command instanceof Command)) throw new InvariantViolation('Commander ends an action with its command');
      const context = commandContext(terminal, command.optsWithGlobals<GlobalOptions>());
      const answer = await action(context, { words: command.args, options: command.opts() });
      print(answer, context);
      if (answer.failed === true) exitCode = 1;
    };
  try {
    await programOf(terminal, run).parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return failed(error, words, terminal);
  }
};

const programOf = (terminal: Terminal, run: RunAction): Command => {
  const program = new Command('quipu')
    .description('The ledger from the command line.')
    .option('--data <folder>', 'data folder of the local stack (default: .quipu)')
    .option('--json', 'answer in JSON')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: terminal.write, writeErr: terminal.complain })
    .showSuggestionAfterError()
    .exitOverride();
  for (const add of groups) add(program, run);
  return program;
};

const print = ({ json, text }: Answer, { terminal, isJson }: CommandContext): void =>
  terminal.write(`${isJson ? JSON.stringify(json) : text}\n`);

const failed = (error: unknown, words: readonly string[], terminal: Terminal): ExitCode => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof WrongUse) {
    terminal.complain(`error: ${error.message}\n`);
    return 2;
  }
  if (!(error instanceof CommandFailed)) {
    terminal.complain(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  if (words.includes('--json')) terminal.write(`${JSON.stringify(error.document)}\n`);
  terminal.complain(`${error.message}\n`);
  return 1;
};
