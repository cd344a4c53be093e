import type { Command } from 'commander';
import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { objectsOf, textOf } from '../answers/field-of.ts';
import { postedAnswer } from '../answers/posted-answer.ts';
import { table } from '../answers/table.ts';
import type { RunAction } from '../command-context.ts';
import { nextPage } from './account-commands.ts';
import { type KeyOption, keyOption, type PageOptions, pageOptions } from './shared-options.ts';

type CloseOptions = KeyOption & { readonly dryRun?: boolean };

/** Adds `close` and `closes` to the commands of `quipu audit`. */
export const addCloseCommands = (audit: Command, run: RunAction): void => {
  keyOption(audit.command('close'))
    .description('closes the log: states the heads of all accounts as of all that is archived by now')
    .option('--dry-run', 'say what it would state, and write nothing')
    .action(
      run<CloseOptions>(async ({ api }, { options: { key, dryRun = false } }) => {
        const query = dryRun ? { dryRun: 'true' } : {};
        return postedAnswer(await (await api()).post('/v1/audit/closes', { key, query }), shown);
      }),
    );
  pageOptions(audit.command('closes').description('the closes of the log, newest first')).action(
    run<PageOptions>(async ({ api }, { options: { limit, cursor } }) =>
      listed(await (await api()).get('/v1/audit/closes', { limit, cursor })),
    ),
  );
};

const shown = (close: JsonObject): Answer => {
  const header = details(close, [
    ['close', 'index'],
    ['ledger', 'ledger'],
    ['closed at', 'closedAt'],
    ['accounts', 'accounts'],
    ['heads', 'heads'],
    ['previous', 'previous'],
    ['reason', 'reason'],
  ]);
  return { json: close, text: `${header}\n\n${totalsOf(close)}` };
};

/** A trial balance: debits and credits over all accounts. */
const totalsOf = (close: JsonObject): string =>
  table<JsonObject>(
    [
      { title: 'currency', cell: (row) => textOf(row, 'currency') },
      { title: 'debits', align: 'right', cell: (row) => textOf(row, 'debits') },
      { title: 'credits', align: 'right', cell: (row) => textOf(row, 'credits') },
    ],
    objectsOf(close, 'currencies'),
  );

const listed = (page: JsonObject): Answer => {
  const rows = table<JsonObject>(
    [
      { title: 'close', align: 'right', cell: (row) => textOf(row, 'index') },
      { title: 'closed at', cell: (row) => textOf(row, 'closedAt') },
      { title: 'accounts', align: 'right', cell: (row) => textOf(row, 'accounts') },
      { title: 'heads', cell: (row) => textOf(row, 'heads') },
      { title: 'reason', cell: (row) => textOf(row, 'reason') },
    ],
    objectsOf(page, 'items'),
  );
  return { json: page, text: `${rows}${nextPage(page)}` };
};
