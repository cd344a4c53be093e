import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { AccountType } from '../../domain/accounts/account.ts';
import { authorizeHold, holdIdOf } from '../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../functions/commands/capture-hold.ts';
import { changeAccount } from '../../functions/commands/change-account.ts';
import { releaseHold } from '../../functions/commands/release-hold.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { textOf } from '../arbitraries/money.ts';
import { amount, money } from '../support/money.ts';
import { accountId, balancesIn, entryBody, leg, open, origin, post } from '../support/test-ledger.ts';
import {
  availableOf,
  type LedgerModel,
  type ModelLeg,
  modelAuthorize,
  modelCapture,
  modelPost,
  modelVoid,
} from './ledger-model.ts';

type LedgerCommand = fc.AsyncCommand<LedgerModel, Ledger>;

const usd = money('0').currency;
const names = ['bank', 'seller', 'fees', 'float', 'nobody'];
const text = (cents: bigint): string => textOf(cents, usd);

const codeOf = (outcome: { readonly code: string; readonly rejection?: { readonly code: string } }): string =>
  outcome.rejection?.code ?? outcome.code;

/** A step of the story: what it says, what the model does, what the ledger does; both must answer the same. */
const step = (
  sentence: string,
  inModel: (model: LedgerModel) => string,
  inLedger: (ledger: Ledger) => Promise<{ readonly code: string; readonly rejection?: { readonly code: string } }>,
): LedgerCommand => ({
  check: () => true,
  toString: () => sentence,
  run: async (model, ledger) => {
    const expected = inModel(model);
    expect({ sentence, code: codeOf(await inLedger(ledger)) }).toEqual({ sentence, code: expected });
    for (const [id, account] of model.accounts)
      expect({ id, available: (await balancesIn(ledger, id)).available }).toEqual({
        id,
        available: text(availableOf(account)),
      });
  },
});

type Opening = { readonly type: AccountType; readonly floor: bigint | undefined; readonly stripes: number };

// The model knows nothing of stripes: a striped account is one account.
const opening = (id: string, { type, floor, stripes }: Opening): LedgerCommand => ({
  check: ({ accounts }) => !accounts.has(id),
  toString: () =>
    `open ${type} ${id} with ${floor === undefined ? 'no floor' : `floor ${text(floor)}`} on ${stripes} stripes`,
  run: async ({ accounts }, ledger) => {
    await open(ledger, id, { type, floor: floor === undefined ? null : text(floor), stripes });
    accounts.set(id, { type, floor, frozen: false, debits: 0n, credits: 0n, heldDebits: 0n, heldCredits: 0n });
  },
});

const posting = (key: string, legs: readonly ModelLeg[]): LedgerCommand =>
  step(
    `post ${key}: ${legs.map(({ account, side, cents }) => `${side} ${account} ${text(cents)}`).join(', ')}`,
    (model) => {
      const said = legs.map(({ account, side, cents }) => `${account} ${side} ${cents}`).join();
      const earlier = model.seen.get(key);
      if (earlier !== undefined) return earlier === said ? 'Recorded' : 'IdempotencyKeyMisused';
      const code = modelPost(model, legs);
      if (code === 'Recorded') model.seen.set(key, said);
      return code;
    },
    (ledger) => post(ledger, key, entryBody(legs.map(({ account, side, cents }) => leg(account, side, text(cents))))),
  );

const authorizing = (key: string, source: string, destination: string, cents: bigint): LedgerCommand =>
  step(
    `hold ${key}: ${text(cents)} from ${source} for ${destination}`,
    (model) => {
      const said = `${source} ${destination} ${cents}`;
      const earlier = model.seen.get(`hold ${key}`);
      if (earlier !== undefined) return earlier === said ? 'Recorded' : 'IdempotencyKeyMisused';
      const code = modelAuthorize(model, key, { source, destination, cents });
      if (code === 'Recorded') model.seen.set(`hold ${key}`, said);
      return code;
    },
    (ledger) =>
      authorizeHold(ledger, {
        origin,
        key,
        body: {
          accountId: accountId(source),
          destinationAccountId: accountId(destination),
          amount: amount(text(cents)),
          expiresAt: null,
          description: key,
        },
      }),
  );

let captures = 0;
const capturing = (key: string, cents: bigint | undefined): LedgerCommand => {
  captures += 1;
  const capture = `capture ${captures}`;
  const some = cents === undefined ? {} : { amount: amount(text(cents)) };
  return step(
    `capture ${cents === undefined ? 'the rest' : text(cents)} of hold ${key}`,
    (model) => modelCapture(model, key, cents),
    (ledger) => captureHold(ledger, { origin, key: capture, body: { holdId: holdIdOf('main', key), ...some } }),
  );
};

const voiding = (key: string): LedgerCommand =>
  step(
    `void hold ${key}`,
    (model) => modelVoid(model, key),
    (ledger) =>
      releaseHold(ledger, { origin, key: `void ${key}`, body: { holdId: holdIdOf('main', key), type: 'VoidHold' } }),
  );

let freezes = 0;
const freezing = (id: string, frozen: boolean): LedgerCommand => {
  freezes += 1;
  const key = `freeze ${freezes}`;
  return step(
    `${frozen ? 'freeze' : 'unfreeze'} ${id}`,
    ({ accounts }) => {
      const account = accounts.get(id);
      if (account === undefined) return 'UnknownAccount';
      if (account.frozen === frozen) return 'Unchanged';
      account.frozen = frozen;
      return 'Recorded';
    },
    (ledger) =>
      changeAccount(ledger, {
        origin,
        key,
        body: { accountId: accountId(id), change: { type: frozen ? 'FreezeAccount' : 'UnfreezeAccount' } },
      }),
  );
};

const anyName = fc.constantFrom(...names);
const anyCents = fc.bigInt({ min: 1n, max: 10_000n });
const anyKey = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');

const anyLegs = fc.array(fc.tuple(anyName, anyName, anyCents), { minLength: 1, maxLength: 3 }).map((moves) =>
  moves.flatMap(([to, from, cents]): ModelLeg[] => [
    { account: to, side: 'debit', cents },
    { account: from, side: 'credit', cents },
  ]),
);

const anyEntryKey = fc.oneof(
  anyKey,
  fc.nat().map((number) => `entry ${number}`),
);

/** Every command of the ledger, as sentences. Opening comes first in most stories since nothing works without it. */
export const ledgerCommands: readonly fc.Arbitrary<LedgerCommand>[] = [
  fc
    .tuple(
      fc.constantFrom('bank', 'seller', 'fees', 'float'),
      fc.constantFrom<AccountType>('asset', 'expense', 'liability', 'equity', 'income'),
      fc.option(fc.bigInt({ min: -5_000n, max: 5_000n }), { nil: undefined }),
      fc.constantFrom(1, 2, 16),
    )
    .map(([id, type, floor, stripes]) => opening(id, { type, floor, stripes: floor === undefined ? stripes : 1 })),
  fc.tuple(anyEntryKey, anyLegs).map(([key, legs]) => posting(key, legs)),
  fc
    .tuple(anyKey, anyName, anyName, anyCents)
    .map(([key, source, destination, cents]) => authorizing(key, source, destination, cents)),
  fc.tuple(anyKey, fc.option(anyCents, { nil: undefined })).map(([key, cents]) => capturing(key, cents)),
  anyKey.map(voiding),
  fc.tuple(anyName, fc.boolean()).map(([id, frozen]) => freezing(id, frozen)),
];
