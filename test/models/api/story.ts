import { deepEqual, equal } from 'node:assert/strict';
import type fc from 'fast-check';
import type { ApiServices } from '../../../functions/api/services.ts';
import type { ApiUnderTest, Got } from '../../functions/api/support/api-under-test.ts';
import { type BookAccount, type BookHold, balanceShown } from './books-model.ts';

/** What the model keeps of a hold. */
export type StoryHold = BookHold & {
  readonly id: string;
  readonly status: string;
  readonly captured: bigint;
  /** In hours after the story began. */
  readonly expiresAtHour: number;
};

/** What the model keeps of a transfer. */
export type StoryTransfer = BookHold & { readonly id: string; readonly status: string; readonly isCaptured: boolean };

/** A line of an account's list of entries, newest last. */
export type StoryLine = { readonly entryId: string; readonly accountVersion: number; readonly amount: string };

/** A request that was carried out, and its answer, which every repetition gets. */
export type KnownRequest = {
  readonly path: string;
  readonly body: object;
  readonly key: string;
  readonly got: Got;
};

/** One ledger as simply as it can be said: one thread, bigint, no stores. */
export type StoryModel = {
  readonly accounts: Map<string, BookAccount>;
  readonly holds: Map<string, StoryHold>;
  readonly transfers: Map<string, StoryTransfer>;
  readonly lines: Map<string, StoryLine[]>;
  readonly requests: Map<string, KnownRequest>;
  readonly time: { hours: number };
  /** How often each operation came to each end. */
  readonly ends: Map<string, number>;
};

/** The API, and what stands around it. */
export type StoryLedger = {
  readonly api: ApiUnderTest;
  readonly services: ApiServices;
  readonly pass: (hours: number) => void;
  /** How many events were written so far. */
  readonly written: () => number;
};

export type StoryCommand = fc.AsyncCommand<StoryModel, StoryLedger>;

/** What a request has to come to, apart from its key. */
export type Expected =
  | { readonly refused: string }
  /** `keeps`: whether a repetition is known by its key afterwards. */
  | {
      readonly status: number;
      readonly shows: object;
      readonly keeps: boolean;
      readonly isNews: boolean;
      readonly effect: (got: Got) => void;
    };

export type Request = {
  readonly sentence: string;
  /** Keys of different operations have nothing to do with each other. */
  readonly operation: string;
  readonly path: (model: StoryModel) => string;
  readonly body: object;
  readonly key: string;
  readonly isDryRun: boolean;
  /** Where it would only say once more that something is not there, it is seldom asked. */
  readonly when?: (model: StoryModel) => boolean;
  /** What is refused before anybody looks at the key. */
  readonly unreadable?: (model: StoryModel) => string | undefined;
  readonly expected: (model: StoryModel) => Expected;
};

/** A request that wants something to happen: asked, compared with the model, and every balance compared after it. */
export const asking = (request: Request): StoryCommand => ({
  check: (model) => request.when?.(model) ?? true,
  toString: () => `${request.sentence}, key ${request.key}${request.isDryRun ? ', as a dry run' : ''}`,
  run: async (model, ledger) => {
    const path = request.path(model);
    const before = ledger.written();
    const got = await ledger.api.ask('POST', request.isDryRun ? `${path}?dryRun=true` : path, {
      body: request.body,
      key: request.key,
    });
    const isWritten = compare(request, model, { path, got });
    equal(ledger.written() > before, isWritten, `${request.sentence} ${isWritten ? 'wrote nothing' : 'wrote'}`);
    await compareBalances(model, ledger);
  },
});

// Answers whether something was to be written.
const compare = (
  { operation, body, key, isDryRun, unreadable, expected }: Request,
  model: StoryModel,
  { path, got }: { readonly path: string; readonly got: Got },
): boolean => {
  const malformed = unreadable?.(model);
  const ends = (end: string): void =>
    void model.ends.set(`${operation} ${end}`, (model.ends.get(`${operation} ${end}`) ?? 0) + 1);
  if (malformed !== undefined) return refused(got, malformed, ends);
  const wanted = expected(model);
  const name = `${operation} ${key}`;
  const earlier = model.requests.get(name);
  const isRehearsed = isDryRun && 'status' in wanted && (wanted.isNews || earlier === undefined);
  if (earlier !== undefined && !isRehearsed) {
    if (!isTheSame(earlier, path, body)) return refused(got, 'IdempotencyKeyMisused', ends);
    deepEqual([got.status, got.body], [earlier.got.status, earlier.got.body]);
    equal(got.headers['idempotency-replayed'], 'true');
    ends('replayed');
    return false;
  }
  if ('refused' in wanted) return refused(got, wanted.refused, ends);
  deepEqual([got.status, shownIn(got, wanted.shows)], [isDryRun ? 200 : wanted.status, wanted.shows]);
  equal(got.body['dryRun'], isDryRun ? true : undefined);
  equal(got.headers['idempotency-replayed'], undefined);
  ends(isDryRun ? 'rehearsed' : wanted.isNews ? 'done' : 'unchanged');
  if (isDryRun) return false;
  if (wanted.keeps) model.requests.set(name, { path, body, key, got });
  wanted.effect(got);
  return wanted.isNews || wanted.keeps;
};

const refused = (got: Got, code: string, ends: (end: string) => void): false => {
  ends(code);
  equal(got.body['code'], code, `${code} was to come, and not ${got.text}`);
  return false;
};

const isTheSame = (earlier: KnownRequest, path: string, body: object): boolean =>
  earlier.path === path && JSON.stringify(earlier.body) === JSON.stringify(body);

/** A request that was carried out is sent once more, however much has happened since. */
export const repeating = (number: number): StoryCommand => ({
  check: ({ requests }) => requests.size > 0,
  toString: () => `the request number ${number} (of those that were carried out, over and over) is repeated`,
  run: async (model, ledger) => {
    const known = [...model.requests.values()];
    const earlier = known[number % known.length];
    if (earlier === undefined) return;
    const before = ledger.written();
    const got = await ledger.api.ask('POST', earlier.path, { body: earlier.body, key: earlier.key });
    deepEqual([got.status, got.body], [earlier.got.status, earlier.got.body]);
    equal(got.headers['idempotency-replayed'], 'true');
    equal(ledger.written(), before);
    model.ends.set('any repeated', (model.ends.get('any repeated') ?? 0) + 1);
    await compareBalances(model, ledger);
  },
});

/** That part of an answer which the model can tell. */
export const shownIn = ({ body }: Got, shows: object): object =>
  Object.fromEntries(Object.keys(shows).map((name) => [name, body[name]]));

/** Every account's balance as the model has it. */
export const compareBalances = async (model: StoryModel, { api }: StoryLedger): Promise<void> => {
  for (const account of model.accounts.values()) {
    const { status, body } = await api.ask('GET', `/v1/accounts/${account.id}/balance`);
    const { posted, pending, available, held, debits, credits, version } = body;
    deepEqual(
      { status, version, posted, pending, available, held, debits, credits },
      { status: 200, version: account.version, ...balanceShown(account) },
    );
  }
};

/** What the API shows of an account. */
export const accountShown = (account: BookAccount): object => ({
  id: account.id,
  name: account.name,
  type: account.type,
  currency: account.currency,
  status: account.status,
  version: account.version,
  balance: balanceShown(account),
});
