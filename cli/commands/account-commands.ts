import { stripesMaximum } from '../../domain/accounts/stripe.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import type { Answer } from '../answers/answer.ts';
import { details } from '../answers/details.ts';
import { objectsOf, textOf } from '../answers/field-of.ts';
import { postedAnswer } from '../answers/posted-answer.ts';
import { table } from '../answers/table.ts';
import type { CommandGroup } from '../command-context.ts';
import { WrongUse } from '../wrong-use.ts';
import { metadataOf } from './metadata-of.ts';
import { type KeyOption, keyOption, type PageOptions, pageOptions } from './shared-options.ts';

type OpenOptions = KeyOption & {
  readonly type: string;
  readonly currency: string;
  readonly name?: string;
  readonly floor?: string;
  readonly stripes?: number;
  readonly metadata?: readonly string[];
};

export const accountCommands: CommandGroup = (program, run) => {
  const accounts = program.command('accounts').description('the chart of accounts');
  const list = accounts.command('list').description('accounts with their balances');
  pageOptions(list)
    .option('--prefix <text>', 'only ids that begin so, such as sellers:')
    .action(
      run<PageOptions & { readonly prefix?: string }>(async ({ api }, { options: { prefix, limit, cursor } }) =>
        listed(await (await api()).get('/v1/accounts', { prefix, limit, cursor })),
      ),
    );
  accounts
    .command('show <account>')
    .description('one account')
    .action(run(async ({ api }, { words: [id = ''] }) => shown(await (await api()).get(accountPath(id)))));
  keyOption(accounts.command('open <account>').description('opens an account'))
    .requiredOption('--type <type>', 'asset, expense, liability, equity or income')
    .requiredOption('--currency <code>', 'ISO 4217, such as USD')
    .option('--name <text>', 'name for people (default: the id)')
    .option('--floor <amount>', 'lowest available balance; none if left out')
    .option('--stripes <count>', 'streams that share the entries of a hot account, at most 16', stripesOf)
    .option('--metadata <name=value...>', 'what else to keep')
    .action(
      run<OpenOptions>(async ({ api }, { words: [id = ''], options: { key, metadata, name = id, ...terms } }) => {
        const body = { id, name, ...terms, metadata: metadataOf(metadata) };
        return postedAnswer(await (await api()).post('/v1/accounts', { key, body }), opened);
      }),
    );
  for (const change of ['freeze', 'unfreeze', 'close'] as const)
    keyOption(accounts.command(`${change} <account>`).description(changes[change])).action(
      run<KeyOption>(async ({ api }, { words: [id = ''], options: { key } }) =>
        postedAnswer(await (await api()).post(`${accountPath(id)}/${change}`, { key }), shown),
      ),
    );
};

const changes = {
  freeze: 'refuses new postings and holds on an account',
  unfreeze: 'allows them again',
  close: 'closes an empty account for good',
} as const;

export const accountPath = (id: string): string => `/v1/accounts/${encodeURIComponent(id).replaceAll('%3A', ':')}`;

const opened = (account: JsonObject): Answer => {
  const floor = textOf(account, 'floor');
  const terms = `${textOf(account, 'type')} in ${textOf(account, 'currency')}`;
  const stripes = stripesIn(account);
  const more = `${floor === '' ? '' : `, never below ${floor}`}${stripes === '' ? '' : `, on ${stripes} stripes`}`;
  const text = `${textOf(account, 'id')} is open: ${terms}${more}`;
  return { json: account, text };
};

const stripesOf = (text: string): number => {
  if (!/^([1-9]|1[0-6])$/.test(text)) throw new WrongUse(`--stripes takes a whole number from 1 to ${stripesMaximum}.`);
  return Number(text);
};

// Nearly all accounts have none, which goes without saying.
const stripesIn = (account: JsonObject): string => {
  const stripes = textOf(account, 'stripes');
  return stripes === '1' ? '' : stripes;
};

const shown = (account: JsonObject): Answer => ({
  json: account,
  text: details({ ...account, stripes: stripesIn(account) }, [
    ['account', 'id'],
    ['name', 'name'],
    ['type', 'type'],
    ['currency', 'currency'],
    ['status', 'status'],
    ['floor', 'floor'],
    ['stripes', 'stripes'],
    ['posted', 'balance.posted'],
    ['pending', 'balance.pending'],
    ['available', 'balance.available'],
    ['version', 'version'],
    ['opened at', 'openedAt'],
  ]),
});

const listed = (page: JsonObject): Answer => {
  const rows = table(
    [
      { title: 'account', cell: (account) => textOf(account, 'id') },
      { title: 'type', cell: (account) => textOf(account, 'type') },
      { title: 'status', cell: (account) => textOf(account, 'status') },
      { title: 'posted', align: 'right', cell: (account) => textOf(account, 'balance.posted') },
      { title: 'available', align: 'right', cell: (account) => textOf(account, 'balance.available') },
      { title: 'currency', cell: (account) => textOf(account, 'currency') },
    ],
    objectsOf(page, 'items'),
  );
  return { json: page, text: `${rows}${nextPage(page)}` };
};

/** How to see the rest of a list; nothing where this was all. */
export const nextPage = (page: JsonObject): string => {
  const cursor = textOf(page, 'nextCursor');
  return cursor === '' ? '' : `\nThere are more: --cursor ${cursor}`;
};
