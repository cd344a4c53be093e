import type { Command, OptionValues } from 'commander';
import type { Answer } from './answers/answer.ts';
import { type ApiClient, apiClient } from './api/api-client.ts';
import { defaultDataFolder, findConnection } from './stack/find-connection.ts';
import { findResources, type StackResources } from './stack/find-resources.ts';
import type { Terminal } from './terminal.ts';

/** What an action works with. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly dataFolder: string;
  readonly isJson: boolean;
  /** The HTTP API of the stack that is meant. Throws CommandFailed where there is none. */
  readonly api: () => Promise<ApiClient>;
  /** The tables, stream and buckets of the stack that is meant. Throws CommandFailed where there is none. */
  readonly resources: () => Promise<StackResources>;
};

/** Adds commands to the program. */
export type CommandGroup = (program: Command, run: RunAction) => void;

/** A command line as it was read: its arguments in order, and its options. */
export type Invocation<Options> = { readonly words: readonly string[]; readonly options: Options };

export type Action<Options> = (context: CommandContext, invocation: Invocation<Options>) => Promise<Answer>;

/** Makes a commander action of one that answers; the answer is printed as `--json` says. */
export type RunAction = <Options extends OptionValues = Record<never, never>>(
  action: Action<Options>,
) => (...parts: readonly unknown[]) => Promise<void>;

export type GlobalOptions = { readonly data?: string; readonly json?: boolean };

export const commandContext = (terminal: Terminal, { data, json = false }: GlobalOptions): CommandContext => {
  const dataFolder = data ?? terminal.environment['QUIPU_DATA'] ?? defaultDataFolder;
  return {
    terminal,
    dataFolder,
    isJson: json,
    api: async () => apiClient(await findConnection(terminal.environment, dataFolder)),
    resources: () => findResources(terminal.environment, dataFolder),
  };
};
