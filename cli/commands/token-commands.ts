import type { CommandGroup } from '../command-context.ts';
import { mintLocalToken } from '../stack/mint-local-token.ts';

type MintOptions = { readonly as: string; readonly ledger?: string; readonly scopes?: string };

export const tokenCommands: CommandGroup = (program, run) => {
  program
    .command('tokens')
    .description('access tokens of the local stack; in the cloud they come from your own issuer')
    .command('mint')
    .description('prints a token, valid for 12 hours')
    .requiredOption('--as <subject>', 'whom it is for, such as ana')
    .option('--ledger <name>', 'the ledger that it opens')
    .option('--scopes <scopes>', 'separated by commas, such as accounts:read,entries:write; all where absent')
    .action(
      run<MintOptions>(async ({ dataFolder }, { options: { as: subject, ledger, scopes } }) => {
        const token = await mintLocalToken(dataFolder, {
          subject,
          ...(ledger === undefined ? {} : { ledger }),
          ...(scopes === undefined ? {} : { scopes: scopes.split(',') }),
        });
        return { json: { token }, text: token };
      }),
    );
};
