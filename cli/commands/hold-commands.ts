import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { postedAnswer } from '../answers/posted-answer.ts';
import type { CommandGroup } from '../command-context.ts';
import { type KeyOption, keyOption } from './shared-options.ts';

type AuthorizeOptions = KeyOption & {
  readonly to: string;
  readonly amount: string;
  readonly currency: string;
  readonly expiresAt?: string;
  readonly description?: string;
};

const pathOf = (id: string): string => `/v1/holds/${encodeURIComponent(id)}`;

export const holdCommands: CommandGroup = (program, run) => {
  const holds = program.command('holds').description('funds set aside');
  holds
    .command('show <hold>')
    .description('one hold')
    .action(run(async ({ api }, { words: [id = ''] }) => shown(await (await api()).get(pathOf(id)))));
  keyOption(holds.command('authorize <account>').description('sets funds of an account aside for another'))
    .requiredOption('--to <account>', 'where a capture moves them')
    .requiredOption('--amount <amount>', 'decimal text, such as 12.50')
    .requiredOption('--currency <code>', 'ISO 4217, such as USD')
    .option('--expires-at <time>', 'when they are given back, in UTC (default: the ledger decides)')
    .option('--description <text>', 'what they are for')
    .action(
      run<AuthorizeOptions>(async ({ api }, { words: [accountId = ''], options: { key, to, ...terms } }) => {
        const body = { accountId, destinationAccountId: to, ...terms };
        return postedAnswer(await (await api()).post('/v1/holds', { key, body }), shown);
      }),
    );
  keyOption(holds.command('capture <hold>').description('posts held funds, in full or in part'))
    .option('--amount <amount>', 'how much of it (default: all that remains)')
    .action(
      run<KeyOption & { readonly amount?: string }>(
        async ({ api }, { words: [id = ''], options: { key, ...body } }) => {
          return postedAnswer(await (await api()).post(`${pathOf(id)}/captures`, { key, body }), captured);
        },
      ),
    );
  keyOption(holds.command('void <hold>').description('gives held funds back')).action(
    run<KeyOption>(async ({ api }, { words: [id = ''], options: { key } }) =>
      postedAnswer(await (await api()).post(`${pathOf(id)}/void`, { key }), shown),
    ),
  );
};

const captured = (entry: JsonObject): Answer => ({
  json: entry,
  text: details(entry, [
    ['captured by entry', 'id'],
    ['recorded at', 'recordedAt'],
  ]),
});

const shown = (hold: JsonObject): Answer => ({
  json: hold,
  text: details(hold, [
    ['hold', 'id'],
    ['status', 'status'],
    ['account', 'accountId'],
    ['for', 'destinationAccountId'],
    ['amount', 'amount'],
    ['captured', 'captured'],
    ['remaining', 'remaining'],
    ['currency', 'currency'],
    ['expires at', 'expiresAt'],
    ['transfer', 'transferId'],
  ]),
});
