import { readFile } from 'node:fs/promises';
import type { Json, JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { isJsonObject, objectsOf, textOf } from '../answers/field-of.ts';
import { postedAnswer } from '../answers/posted-answer.ts';
import { table } from '../answers/table.ts';
import type { CommandGroup } from '../command-context.ts';
import type { Terminal } from '../terminal.ts';
import { WrongUse } from '../wrong-use.ts';
import { accountPath, nextPage } from './account-commands.ts';
import { metadataOf } from './metadata-of.ts';
import { postingOf } from './posting-of.ts';
import { type KeyOption, keyOption, type PageOptions, pageOptions } from './shared-options.ts';

type PostOptions = KeyOption & {
  readonly debit?: readonly string[];
  readonly credit?: readonly string[];
  readonly currency?: string;
  readonly description?: string;
  readonly effectiveDate?: string;
  readonly metadata?: readonly string[];
  readonly from?: string;
  readonly dryRun?: boolean;
};

export const entryCommands: CommandGroup = (program, run) => {
  const entries = program.command('entries').description('journal entries');
  keyOption(entries.command('post').description('posts a journal entry'))
    .option('--debit <account=amount...>', 'a posting that debits, such as assets:bank=12.50')
    .option('--credit <account=amount...>', 'a posting that credits')
    .option('--currency <code>', 'of the amounts that do not name their own')
    .option('--description <text>', 'what it is for')
    .option('--effective-date <date>', 'the accounting day it counts for (default: today)')
    .option('--metadata <name=value...>', 'what else to keep')
    .option('--from <file>', 'read the whole entry as JSON from a file, or - for standard input')
    .option('--dry-run', 'decide, and write nothing')
    .action(
      run<PostOptions>(async ({ api, terminal }, { options }) => {
        const body = options.from === undefined ? entryOf(options) : await entryFrom(options.from, terminal);
        const query = options.dryRun === true ? { dryRun: 'true' } : {};
        return postedAnswer(await (await api()).post('/v1/journal-entries', { key: options.key, body, query }), shown);
      }),
    );
  entries
    .command('show <entry>')
    .description('one journal entry')
    .action(
      run(async ({ api }, { words: [id = ''] }) =>
        shown(await (await api()).get(`/v1/journal-entries/${encodeURIComponent(id)}`)),
      ),
    );
  pageOptions(entries.command('list <account>').description('the entries of an account, newest first')).action(
    run<PageOptions>(async ({ api }, { words: [id = ''], options: { limit, cursor } }) =>
      listed(await (await api()).get(`${accountPath(id)}/entries`, { limit, cursor })),
    ),
  );
};

const entryOf = ({ debit = [], credit = [], currency, description = '', ...options }: PostOptions): JsonObject => ({
  description,
  ...(options.effectiveDate === undefined ? {} : { effectiveDate: options.effectiveDate }),
  postings: [
    ...debit.map((word) => postingOf('debit', word, currency)),
    ...credit.map((word) => postingOf('credit', word, currency)),
  ],
  metadata: metadataOf(options.metadata),
});

const entryFrom = async (file: string, terminal: Terminal): Promise<JsonObject> => {
  const text = await (file === '-' ? terminal.readInput() : readFile(file, 'utf8')).catch(() => undefined);
  if (text === undefined) throw new WrongUse(`${file} cannot be read`);
  const parsed = parsedOf(text);
  if (!isJsonObject(parsed)) throw new WrongUse(`${file === '-' ? 'Standard input' : file} is not a JSON object`);
  return parsed;
};

const parsedOf = (text: string): Json | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const amountColumns = [
  { title: 'debit', align: 'right', cell: (row: JsonObject) => amountOn('debit', row) },
  { title: 'credit', align: 'right', cell: (row: JsonObject) => amountOn('credit', row) },
  { title: 'currency', cell: (row: JsonObject) => textOf(row, 'currency') },
  { title: 'balance after', align: 'right', cell: (row: JsonObject) => textOf(row, 'balanceAfter.posted') },
] as const;

const amountOn = (side: string, row: JsonObject): string => (textOf(row, 'side') === side ? textOf(row, 'amount') : '');

const shown = (entry: JsonObject): Answer => {
  const header = details(entry, [
    ['entry', 'id'],
    ['description', 'description'],
    ['effective', 'effectiveDate'],
    ['recorded', 'recordedAt'],
    ['hash', 'hash'],
  ]);
  const account = { title: 'account', cell: (posting: JsonObject) => textOf(posting, 'accountId') };
  const postings = table<JsonObject>([account, ...amountColumns], objectsOf(entry, 'postings'));
  return { json: entry, text: `${header}\n\n${postings}` };
};

const listed = (page: JsonObject): Answer => {
  const rows = table<JsonObject>(
    [
      { title: 'effective', cell: (row) => textOf(row, 'effectiveDate') },
      { title: 'description', cell: (row) => textOf(row, 'description') },
      ...amountColumns,
      { title: 'entry', cell: (row) => textOf(row, 'entryId') },
    ],
    objectsOf(page, 'items'),
  );
  const upTo = textOf(page, 'upToVersion');
  return { json: page, text: `${rows}\nUp to version ${upTo} of the account.${nextPage(page)}` };
};
