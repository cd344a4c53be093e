import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { type BookAccount, written } from './books-model.ts';
import { accountShown, repeating, type StoryCommand, type StoryLedger, type StoryModel, shownIn } from './story.ts';
import { anyName, names } from './words.ts';

const asked = (sentence: string, run: (model: StoryModel, ledger: StoryLedger) => Promise<void>): StoryCommand => ({
  check: () => true,
  toString: () => sentence,
  run,
});

const passing = (hours: number): StoryCommand =>
  asked(`${hours} hours pass`, async ({ time }, { pass }) => {
    time.hours += hours;
    pass(hours);
  });

const readingAccount = (id: string): StoryCommand =>
  asked(`read ${id}`, async ({ accounts }, { api }) => {
    const got = await api.ask('GET', `/v1/accounts/${id}`);
    const account = accounts.get(id);
    if (account === undefined) equal(got.body['code'], 'AccountNotFound');
    else deepEqual(shownIn(got, accountShown(account)), accountShown(account));
  });

const readingHold = (name: string): StoryCommand =>
  asked(`read hold ${name}`, async ({ holds }, { api }) => {
    const hold = holds.get(name);
    if (hold === undefined) return;
    const { units, captured, currency, status, source } = hold;
    const isOpen = status === 'authorized' || status === 'partiallyCaptured';
    const shows = {
      status,
      accountId: source,
      amount: written(units, currency),
      captured: written(captured, currency),
      remaining: written(isOpen ? units - captured : 0n, currency),
    };
    deepEqual(shownIn(await api.ask('GET', `/v1/holds/${hold.id}`), shows), shows);
  });

/** All pages of a list, one small page after another. */
const allOf = async (
  { api }: StoryLedger,
  path: string,
  limit: number,
): Promise<readonly Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  let cursor: unknown = '';
  for (let pages = 0; cursor !== null && pages < 200; pages += 1) {
    const more = cursor === '' ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
    const { status, body } = await api.ask('GET', `${path}?limit=${limit}${more}`);
    equal(status, 200);
    items.push(...(body['items'] as unknown as Record<string, unknown>[]));
    cursor = body['nextCursor'] ?? null;
  }
  return items;
};

const listingEntries = (id: string, limit: number): StoryCommand =>
  asked(`list the entries of ${id}, ${limit} at a time`, async (model, ledger) => {
    if (!model.accounts.has(id)) return;
    await ledger.api.project();
    const items = await allOf(ledger, `/v1/accounts/${id}/entries`, limit);
    const shown = items.map(({ entryId, accountVersion, amount }) => ({ entryId, accountVersion, amount }));
    const byVersion = Map.groupBy(model.lines.get(id) ?? [], ({ accountVersion }) => accountVersion);
    deepEqual(shown, [...byVersion.values()].toReversed().flat());
  });

const listingAccounts = (limit: number): StoryCommand =>
  asked(`list all accounts, ${limit} at a time`, async (model, ledger) => {
    await ledger.api.project();
    const shown = (await allOf(ledger, '/v1/accounts', limit)).map(({ id, status, version }) => ({
      id,
      status,
      version,
    }));
    const accounts = [...model.accounts.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
    deepEqual(
      shown,
      accounts.map(({ id, status, version }) => ({ id, status, version })),
    );
  });

const trialBalance = asked('read the trial balance', async (model, { api }) => {
  await api.project();
  const { body } = await api.ask('GET', '/v1/trial-balance');
  const accounts = [...model.accounts.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
  deepEqual(
    body['accounts'],
    accounts.map(({ id, currency, debits, credits }) => ({
      accountId: id,
      currency,
      debits: written(debits, currency),
      credits: written(credits, currency),
    })),
  );
  const totals = new Map<string, readonly [bigint, bigint]>();
  for (const { currency, debits, credits } of accounts.filter(hasMoved)) {
    const [left, right] = totals.get(currency) ?? [0n, 0n];
    totals.set(currency, [left + debits, right + credits]);
  }
  const said = body['currencies'] as unknown as readonly Record<string, string>[];
  deepEqual(
    Object.fromEntries(said.map(({ currency, debits, credits }) => [currency, [debits, credits]])),
    Object.fromEntries(
      [...totals].map(([currency, [debits, credits]]) => [
        currency,
        [written(debits, currency), written(credits, currency)],
      ]),
    ),
  );
  for (const { difference = '' } of said) equal(Number(difference), 0);
});

const hasMoved = ({ debits, credits }: BookAccount): boolean => debits > 0n || credits > 0n;

/** What is read, and the time that passes meanwhile. */
export const readingCommands: readonly fc.Arbitrary<StoryCommand>[] = [
  fc.integer({ min: 1, max: 2 }).map(passing),
  fc.constantFrom(...names).map(readingAccount),
  fc.constantFrom('h1', 'h2', 'h3').map(readingHold),
  fc.tuple(anyName, fc.integer({ min: 1, max: 5 })).map(([id, limit]) => listingEntries(id, limit)),
  fc.integer({ min: 1, max: 4 }).map(listingAccounts),
  fc.constant(trialBalance),
  fc.nat({ max: 99 }).map(repeating),
  fc.nat({ max: 99 }).map(repeating),
];
