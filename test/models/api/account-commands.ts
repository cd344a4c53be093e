import fc from 'fast-check';
import type { AccountType } from '../../../domain/accounts/account.ts';
import { type BookAccount, written } from './books-model.ts';
import { accountShown, asking, type Expected, type Request, type StoryCommand, type StoryModel } from './story.ts';
import { anyDryRun, anyFloor, anyKey, anyName, anyUnits, names } from './words.ts';

type Opening = Pick<BookAccount, 'id' | 'type' | 'currency' | 'floor'>;

const opening = ({ id, type, currency, floor }: Opening, key: string, isDryRun: boolean): StoryCommand => {
  const text = floor === null ? null : written(floor, currency);
  const account: BookAccount = {
    ...{ id, type, currency, floor, name: `The ${id}`, status: 'open', version: 1 },
    ...{ debits: 0n, credits: 0n, heldDebits: 0n, heldCredits: 0n },
  };
  return asking({
    sentence: `open the ${type} ${id} in ${currency} with ${text === null ? 'no floor' : `floor ${text}`}`,
    operation: 'open',
    path: () => '/v1/accounts',
    body: { id, name: account.name, type, currency, floor: text },
    key,
    isDryRun,
    expected: ({ accounts }) =>
      accounts.has(id)
        ? { refused: 'AccountExists' }
        : {
            status: 201,
            shows: { ...accountShown(account), floor: text },
            keeps: true,
            isNews: true,
            effect: () => void accounts.set(id, account),
          },
  });
};

type Order = 'freeze' | 'unfreeze' | 'close';

const becoming = { freeze: 'frozen', unfreeze: 'open', close: 'closed' } as const;

/** A change of an account: its request is kept also where all is so already. */
const changing = (
  id: string,
  {
    sentence,
    order,
    body,
    key,
    isDryRun,
  }: Pick<Request, 'sentence' | 'body' | 'key' | 'isDryRun'> & {
    readonly order: string;
  },
  change: (account: BookAccount) => { readonly refused: string } | BookAccount,
): StoryCommand =>
  asking({
    sentence,
    operation: 'change',
    path: () => `/v1/accounts/${id}/${order}`,
    body,
    key,
    isDryRun,
    unreadable: ({ accounts }) => (accounts.has(id) ? undefined : 'AccountNotFound'),
    expected: (model) => changed(model, id, change),
  });

const changed = (
  { accounts }: StoryModel,
  id: string,
  change: (account: BookAccount) => { readonly refused: string } | BookAccount,
): Expected => {
  const before = accounts.get(id);
  const after = before === undefined ? { refused: 'AccountNotFound' } : change(before);
  if ('refused' in after) return after;
  const isNews = after !== before;
  const next = isNews ? { ...after, version: after.version + 1 } : after;
  const floor = next.floor === null ? null : written(next.floor, next.currency);
  return {
    status: 200,
    shows: { ...accountShown(next), floor },
    keeps: true,
    isNews,
    effect: () => void accounts.set(id, next),
  };
};

const isEmpty = ({ debits, credits, heldDebits, heldCredits }: BookAccount): boolean =>
  debits === credits && heldDebits === 0n && heldCredits === 0n;

const ordering = (id: string, order: Order, key: string, isDryRun: boolean): StoryCommand =>
  changing(id, { sentence: `${order} ${id}`, order, body: {}, key, isDryRun }, (account) => {
    if (account.status === becoming[order]) return account;
    if (account.status === 'closed') return { refused: 'AccountClosed' };
    if (order === 'close' && !isEmpty(account)) return { refused: 'AccountNotEmpty' };
    return { ...account, status: becoming[order] };
  });

// The floor is said in dollars, of which other accounts have too many digits, or are glad of more.
const limiting = (id: string, floor: bigint | null, key: string): StoryCommand => {
  const body = { floor: floor === null ? null : written(floor, 'JPY') };
  const sentence = `give ${id} ${body.floor === null ? 'no floor' : `the floor ${body.floor}`}`;
  return changing(id, { sentence, order: 'limits', body, key, isDryRun: false }, (account) => {
    const scale = { USD: 100n, JPY: 1n, KWD: 1_000n }[account.currency] ?? 1n;
    const units = floor === null ? null : floor * scale;
    if (account.status === 'closed') return { refused: 'AccountClosed' };
    return account.floor === units ? account : { ...account, floor: units };
  });
};

/**
 * What every story begins with, before funds: a bank, a seller who cannot go below zero, the fees, and a till and its
 * sales in yen.
 */
export const beginning: readonly StoryCommand[] = [
  opening({ id: 'assets:bank', type: 'asset', currency: 'USD', floor: null }, 'bank', false),
  opening({ id: 'sellers:1', type: 'liability', currency: 'USD', floor: 0n }, 'seller', false),
  opening({ id: 'income:fees', type: 'income', currency: 'USD', floor: -20_000n }, 'fees', false),
  opening({ id: 'yen:till', type: 'asset', currency: 'JPY', floor: 0n }, 'till', false),
  opening({ id: 'yen:sales', type: 'income', currency: 'JPY', floor: null }, 'sales', false),
];

/** Accounts opened, frozen, unfrozen, closed and limited. */
export const accountCommands: readonly fc.Arbitrary<StoryCommand>[] = [
  fc
    .tuple(
      fc.record({
        id: fc.constantFrom('later', 'later', 'nobody', ...names),
        type: fc.constantFrom<AccountType>('asset', 'expense', 'liability', 'equity', 'income'),
        currency: fc.constantFrom('USD', 'USD', 'JPY', 'KWD'),
        floor: anyFloor,
      }),
      anyKey,
      anyDryRun,
    )
    .map(([account, key, isDryRun]) => opening(account, key, isDryRun)),
  fc
    .tuple(
      fc.oneof(anyName, fc.constantFrom('later', 'nobody')),
      fc.constantFrom<Order>('freeze', 'unfreeze', 'unfreeze', 'unfreeze', 'close'),
      anyKey,
      anyDryRun,
    )
    .map(([id, order, key, isDryRun]) => ordering(id, order, key, isDryRun)),
  fc
    .tuple(anyName, fc.option(anyUnits.map((units) => units / 20n - 50n)), anyKey)
    .map(([id, floor, key]) => limiting(id, floor, key)),
];
