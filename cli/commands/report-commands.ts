import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { fieldOf, isJsonObject, objectsOf, textOf } from '../answers/field-of.ts';
import { table } from '../answers/table.ts';
import type { CommandGroup } from '../command-context.ts';
import { findConnection } from '../stack/find-connection.ts';
import { accountPath } from './account-commands.ts';

export const reportCommands: CommandGroup = (program, run) => {
  program
    .command('balance <account>')
    .description('the balance of an account, with every entry already answered in it')
    .action(
      run(async ({ api }, { words: [id = ''] }) => balanceOf(await (await api()).get(`${accountPath(id)}/balance`))),
    );
  program
    .command('trial-balance')
    .description('total debits and credits in each currency; exit code 1 if they differ')
    .action(run(async ({ api }) => trialBalanceOf(await (await api()).get('/v1/trial-balance'))));
  program
    .command('health')
    .description('whether the stack is well, and how far behind each consumer is')
    .action(run(async ({ api }) => healthOf(await (await api()).get('/v1/health'))));
  program
    .command('token')
    .description('the address and the token that commands are sent with')
    .action(
      run(async ({ terminal, dataFolder }) => {
        const { url, token } = await findConnection(terminal.environment, dataFolder);
        return { json: { url, token }, text: token };
      }),
    );
};

const balanceOf = (balance: JsonObject): Answer => ({
  json: balance,
  text: details(balance, [
    ['account', 'accountId'],
    ['currency', 'currency'],
    ['posted', 'posted'],
    ['pending', 'pending'],
    ['available', 'available'],
    ['held', 'held'],
    ['version', 'version'],
    ['recorded at', 'recordedAt'],
  ]),
});

/** The trial balance as text; it has failed where debits and credits differ. */
export const trialBalanceOf = (report: JsonObject): Answer => {
  const sums = [
    { title: 'debits', align: 'right', cell: (row: JsonObject) => textOf(row, 'debits') },
    { title: 'credits', align: 'right', cell: (row: JsonObject) => textOf(row, 'credits') },
  ] as const;
  const currency = { title: 'currency', cell: (row: JsonObject) => textOf(row, 'currency') };
  const currencies = objectsOf(report, 'currencies');
  const accounts = table<JsonObject>(
    [{ title: 'account', cell: (row) => textOf(row, 'accountId') }, ...sums, currency],
    objectsOf(report, 'accounts'),
  );
  const totals = table<JsonObject>(
    [currency, ...sums, { title: 'difference', align: 'right', cell: (row) => textOf(row, 'difference') }],
    currencies,
  );
  const failed = currencies.some((row) => /[1-9]/.test(textOf(row, 'difference')));
  return { json: report, text: `${accounts}\n\n${totals}`, failed };
};

const healthOf = (health: JsonObject): Answer => {
  const consumers = fieldOf(health, 'consumers');
  const names = isJsonObject(consumers) ? Object.keys(consumers) : [];
  const rows = table<string>(
    [
      { title: 'consumer', cell: (name) => name },
      { title: 'behind, s', align: 'right', cell: (name) => textOf(consumers, `${name}.lagSeconds`) },
      { title: 'parked', align: 'right', cell: (name) => textOf(consumers, `${name}.parked`) },
    ],
    names,
  );
  const status = textOf(health, 'status');
  return { json: health, text: `${status}\n\n${rows}`, failed: status !== 'ok' };
};
