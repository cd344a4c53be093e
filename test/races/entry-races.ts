import { deepEqual, equal, ok } from 'node:assert/strict';
import { openAccount } from '../../functions/commands/open-account.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import { money } from '../support/money.ts';
import { accountId, balancesIn, entryOf, origin, post } from '../support/test-ledger.ts';
import { begunBooks, codeOf, requireWholeChains, takeFromSeller } from './books-in-a-race.ts';
import type { Race } from './race.ts';
import { processOn, scheduledEvents } from './scheduled.ts';

const countOf = (codes: readonly string[], code: string): number => codes.filter((one) => one === code).length;

const fundsAreSpentOnce: Race = {
  name: 'entries on one account spend all that there is, and no more',
  run: async (scheduler, draw) => {
    const books = await begunBooks();
    const writers = [processOn(books, scheduler), processOn(books, scheduler), processOn(books, scheduler)];
    const posts = writers.map((writer, index) =>
      takeFromSeller(writer, `out ${index}`, ['15.00', '10.00'][draw(2)] ?? ''),
    );
    await scheduler.waitFor(Promise.all(posts));
    const outcomes = await Promise.all(posts);
    const spent = outcomes.flatMap((one) => (one.code === 'Recorded' ? [Number(amountIn(one.event.text))] : []));
    const left = 30 - spent.reduce((sum, amount) => sum + amount, 0);
    ok(left >= 0 && (left < 15 || spent.length === 3), `${left} is left of 30 after ${spent}`);
    equal((await balancesIn(books, 'seller')).posted, left.toFixed(2));
    equal(countOf(outcomes.map(codeOf), 'Recorded') + countOf(outcomes.map(codeOf), 'InsufficientFunds'), 3);
    await requireWholeChains(books);
  },
};

const amountIn = (entry: string): string =>
  (JSON.parse(entry) as { readonly postings: readonly { readonly amount: string }[] }).postings[0]?.amount ?? '';

const aKeyIsOneRequest: Race = {
  name: 'a key that comes with two bodies at once stands for one of them, and takes effect once',
  run: async (scheduler, draw) => {
    const books = await begunBooks();
    const bodies = [draw(2), draw(2), draw(2)].map((body) => (body === 0 ? '7.00' : '8.00'));
    const posts = bodies.map((text) => takeFromSeller(processOn(books, scheduler), 'same', text));
    await scheduler.waitFor(Promise.all(posts));
    const outcomes = await Promise.all(posts);
    const won =
      outcomes.find((one) => one.code === 'Recorded' && !one.replayed) ??
      outcomes.find(({ code }) => code === 'Recorded');
    const text = won?.code === 'Recorded' ? won.event.text : '';
    for (const [index, outcome] of outcomes.entries())
      if (bodies[index] === amountIn(text)) equal(outcome.code === 'Recorded' && outcome.event.text, text);
      else equal(codeOf(outcome), 'IdempotencyKeyMisused');
    equal((await balancesIn(books, 'seller')).posted, (30 - Number(amountIn(text))).toFixed(2));
    await requireWholeChains(books);
  },
};

const aBusyLaneKeepsItsOrder: Race = {
  name: 'entries of one busy process are recorded in the order they came, whoever else writes to the account',
  run: async (scheduler) => {
    const books = await begunBooks();
    const busy = processOn(books, scheduler);
    const direct = { ...processOn(books, scheduler), eventStore: scheduledEvents(books.eventStore, scheduler) };
    const keys = ['first', 'second', 'third'];
    const posts = [
      ...keys.map((key) => takeFromSeller(busy, key, '1.00')),
      post(direct, 'direct', entryOf('bank', 'seller', '1.00')),
    ];
    await scheduler.waitFor(Promise.all(posts));
    const outcomes = await Promise.all(posts);
    deepEqual(outcomes.map(codeOf), Array(4).fill('Recorded'));
    const times = outcomes.slice(0, 3).map((one) => (one.code === 'Recorded' ? versionIn(one.event.text) : 0));
    deepEqual(
      times,
      times.toSorted((left, right) => left - right),
    );
    await requireWholeChains(books);
  },
};

const versionIn = (entry: string): number =>
  (
    JSON.parse(entry) as { readonly postings: readonly { readonly accountId: string; readonly version: number }[] }
  ).postings.find(({ accountId }) => accountId === 'seller')?.version ?? 0;

const anAccountOpensOnce: Race = {
  name: 'of two who open one account one does, and a first entry finds it there or not',
  run: async (scheduler) => {
    const books = await begunBooks();
    const opening = ['Ada', 'Bob'].map((name) => openLate(processOn(books, scheduler), name));
    const posting = post(processOn(books, scheduler), 'to late', entryOf('bank', 'late', '2.00'));
    await scheduler.waitFor(Promise.all([...opening, posting]));
    deepEqual((await Promise.all(opening)).map(codeOf).toSorted(), ['AccountExists', 'Recorded']);
    const found = codeOf(await posting);
    ok(['Recorded', 'UnknownAccount'].includes(found), found);
    equal((await balancesIn(books, 'late')).posted, found === 'Recorded' ? '2.00' : '0.00');
    await requireWholeChains(books);
  },
};

const openLate = (ledger: Ledger, name: string) =>
  openAccount(ledger, {
    origin,
    key: name,
    body: {
      accountId: accountId('late'),
      accountType: 'liability',
      currency: money('0').currency,
      floor: null,
      name,
      metadata: {},
    },
  });

/** Races of journal entries. */
export const entryRaces: readonly Race[] = [
  fundsAreSpentOnce,
  aKeyIsOneRequest,
  aBusyLaneKeepsItsOrder,
  anAccountOpensOnce,
];
