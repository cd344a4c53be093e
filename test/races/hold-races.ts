import { deepEqual, equal, ok } from 'node:assert/strict';
import { type Instant, instantOf } from '../../domain/shared/instant.ts';
import { streamIdOf } from '../../domain/shared/stream-id.ts';
import { authorizeHold, holdIdOf } from '../../functions/commands/authorize-hold.ts';
import { captureHold } from '../../functions/commands/capture-hold.ts';
import { releaseHold } from '../../functions/commands/release-hold.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { amount } from '../support/money.ts';
import { accountId, balancesIn, origin } from '../support/test-ledger.ts';
import { begunBooks, codeOf, requireWholeChains } from './books-in-a-race.ts';
import type { Race } from './race.ts';
import { processOn } from './scheduled.ts';

const authorize = (ledger: Ledger, key: string, text: string, expiresAt: Instant | null = null) =>
  authorizeHold(ledger, {
    origin,
    key,
    body: {
      accountId: accountId('seller'),
      destinationAccountId: accountId('bank'),
      amount: amount(text),
      expiresAt,
      description: key,
    },
  });

const held = holdIdOf(origin.ledger, 'held');

const capture = (ledger: Ledger, key: string, text?: string) =>
  captureHold(ledger, {
    origin,
    key,
    body: { holdId: held, ...(text === undefined ? {} : { amount: amount(text) }) },
  });

const release = (ledger: Ledger, key: string, type: 'VoidHold' | 'ExpireHold') =>
  releaseHold(ledger, { origin, key, body: { holdId: held, type } });

const heldBooks = async (expiresAt: Instant | null = null): Promise<Ledger> => {
  const books = await begunBooks();
  equal(codeOf(await authorize(books, 'held', '20.00', expiresAt)), 'Recorded');
  return books;
};

type HoldText = { readonly recordedAt: string; readonly hold: { readonly status: string } };

const newestOf = async ({ eventStore }: Ledger): Promise<HoldText> => {
  const events = await eventStore.read(streamIdOf(origin.ledger, 'hold', held), 0, 100);
  return JSON.parse(events.at(-1)?.text ?? '{}');
};

const aHoldEndsOnce: Race = {
  name: 'of a capture, a void and an expiry of one hold exactly one takes effect',
  run: async (scheduler, draw) => {
    // The clock goes on with each look at it, so that the hold is due before, amid or after the decisions.
    const expiresAt = instantOf(Date.parse('2026-11-23T10:00:00.005Z') + draw(8));
    const books = await heldBooks(expiresAt);
    const work = [
      capture(processOn(books, scheduler), 'capture'),
      release(processOn(books, scheduler), 'void', 'VoidHold'),
      release(processOn(books, scheduler), 'expire', 'ExpireHold'),
    ];
    await scheduler.waitFor(Promise.all(work));
    const codes = (await Promise.all(work)).map(codeOf);
    const {
      recordedAt,
      hold: { status },
    } = await newestOf(books);
    const [captured, voided, expired] = codes.map((code) => code === 'Recorded');
    equal([captured, voided, expired].filter(Boolean).length, 1, codes.join());
    ok(!expired || recordedAt >= expiresAt, `it was due at ${expiresAt}, and expired at ${recordedAt}`);
    equal(status, captured ? 'captured' : voided ? 'voided' : 'expired');
    const { posted, held: left } = await balancesIn(books, 'seller');
    deepEqual([posted, left], [captured ? '10.00' : '30.00', '0.00']);
    await requireWholeChains(books);
  },
};

const noMoreIsCapturedThanHeld: Race = {
  name: 'captures in part never take more than was held, and take all of it where they fit',
  run: async (scheduler, draw) => {
    const books = await heldBooks();
    const parts = [8, 12, draw(2) === 0 ? 8 : 12];
    const work = parts.map((part, index) => capture(processOn(books, scheduler), `${index}`, `${part}.00`));
    await scheduler.waitFor(Promise.all(work));
    const codes = (await Promise.all(work)).map(codeOf);
    const taken = parts.reduce((sum, part, index) => (codes[index] === 'Recorded' ? sum + part : sum), 0);
    ok(taken <= 20, `${taken} of 20 was captured`);
    ok(taken >= 12, `only ${taken} of 20 was captured: ${codes.join()}`);
    const { posted, held: left } = await balancesIn(books, 'seller');
    deepEqual([posted, left], [(30 - taken).toFixed(2), (20 - taken).toFixed(2)]);
    equal((await newestOf(books)).hold.status, taken === 20 ? 'captured' : 'partiallyCaptured');
    await requireWholeChains(books);
  },
};

const aCaptureTakesEffectOnce: Race = {
  name: 'a capture that is asked for twice under one key is one capture, also while the hold is voided',
  run: async (scheduler) => {
    const books = await heldBooks();
    const captures = [0, 1].map(() => capture(processOn(books, scheduler), 'same', '5.00'));
    const voiding = release(processOn(books, scheduler), 'void', 'VoidHold');
    await scheduler.waitFor(Promise.all([...captures, voiding]));
    const codes = (await Promise.all(captures)).map(codeOf);
    equal(codeOf(await voiding), 'Recorded');
    equal(new Set(codes).size, 1, codes.join());
    const { posted, held: left } = await balancesIn(books, 'seller');
    deepEqual([posted, left], [codes[0] === 'Recorded' ? '25.00' : '30.00', '0.00']);
    await requireWholeChains(books);
  },
};

const fundsAreHeldOnce: Race = {
  name: 'holds and entries on one account never set the same funds aside twice',
  run: async (scheduler) => {
    const books = await begunBooks();
    const work = ['20.00', '25.00'].map((text, index) => authorize(processOn(books, scheduler), `${index}`, text));
    await scheduler.waitFor(Promise.all(work));
    const codes = (await Promise.all(work)).map(codeOf);
    deepEqual(codes.toSorted(), ['InsufficientFunds', 'Recorded']);
    equal((await balancesIn(books, 'seller')).available, codes[0] === 'Recorded' ? '10.00' : '5.00');
    await requireWholeChains(books);
  },
};

/** Races about holds. */
export const holdRaces: readonly Race[] = [
  aHoldEndsOnce,
  noMoreIsCapturedThanHeld,
  aCaptureTakesEffectOnce,
  fundsAreHeldOnce,
];
