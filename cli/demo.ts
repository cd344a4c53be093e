import { Command } from 'commander';
import { CommandFailed } from './command-failed.ts';
import { runDemo } from './demo/run-demo.ts';
import { processTerminal } from './process-terminal.ts';
import { defaultDataFolder } from './stack/find-connection.ts';

const demo = new Command('demo')
  .description('A small marketplace on the running stack, or on one of its own: accounts, payments, payouts, reports.')
  .option('--data <folder>', 'data folder of the local stack', defaultDataFolder)
  .option('--json', 'answer in JSON', false)
  .action(async ({ data, json }: { readonly data: string; readonly json: boolean }) => {
    const isAsMeant = await runDemo(processTerminal, { dataFolder: data, isJson: json });
    process.exitCode = isAsMeant ? 0 : 1;
  });

try {
  await demo.exitOverride().parseAsync();
} catch (error) {
  if (error instanceof CommandFailed) processTerminal.complain(`${error.message}\n`);
  else if (!(error instanceof Error && 'exitCode' in error)) throw error;
  process.exitCode = error instanceof CommandFailed ? 1 : error.exitCode === 0 ? 0 : 2;
}
