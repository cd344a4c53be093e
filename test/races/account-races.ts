import { equal, ok } from 'node:assert/strict';
import { entryOf, post } from '../support/test-ledger.ts';
import { begunBooks, change, codeOf, eventsOf, requireWholeChains, takeFromSeller } from './books-in-a-race.ts';
import type { Race } from './race.ts';
import { processOn } from './scheduled.ts';

const aFrozenAccountTakesNothing: Race = {
  name: 'no entry comes after the freeze of its account, unless it was unfrozen',
  run: async (scheduler, draw) => {
    const books = await begunBooks();
    const work = [
      takeFromSeller(processOn(books, scheduler), 'one', '1.00'),
      takeFromSeller(processOn(books, scheduler), 'two', '1.00'),
      change(processOn(books, scheduler), 'freeze', { id: 'seller', type: 'FreezeAccount' }),
      ...(draw(2) === 0
        ? []
        : [change(processOn(books, scheduler), 'unfreeze', { id: 'seller', type: 'UnfreezeAccount' })]),
    ];
    await scheduler.waitFor(Promise.all(work));
    let frozen = false;
    let posted = 0;
    for (const { type } of await eventsOf(books.eventStore, 'seller')) {
      if (type === 'AccountFrozen') frozen = true;
      if (type === 'AccountUnfrozen') frozen = false;
      if (type === 'EntryPosted') posted += 1;
      ok(!(frozen && type === 'EntryPosted'), 'an entry came while the account was frozen');
    }
    const codes = (await Promise.all(work)).slice(0, 2).map(codeOf);
    equal(codes.filter((code) => code === 'Recorded').length, posted - 1);
    ok(
      codes.every((code) => code === 'Recorded' || code === 'AccountFrozen'),
      codes.join(),
    );
    await requireWholeChains(books);
  },
};

const aClosedAccountIsEmpty: Race = {
  name: 'an account is closed empty, or it is not closed, and nothing comes after',
  run: async (scheduler) => {
    const books = await begunBooks();
    const posting = post(processOn(books, scheduler), 'in late', entryOf('bank', 'empty', '5.00'));
    const closing = change(processOn(books, scheduler), 'close', { id: 'empty', type: 'CloseAccount' });
    await scheduler.waitFor(Promise.all([posting, closing]));
    const codes = [codeOf(await posting), codeOf(await closing)].join();
    ok(['Recorded,AccountNotEmpty', 'AccountClosed,Recorded'].includes(codes), codes);
    await requireWholeChains(books);
  },
};

const aFloorHolds: Race = {
  name: 'no entry goes below a floor that is there when it is recorded',
  run: async (scheduler, draw) => {
    const books = await begunBooks();
    const floor = (text: string) => ({ currency: 'USD', amount: text }) as never;
    const raised = ['10.00', '20.00'][draw(2)] ?? '';
    const work = [
      takeFromSeller(processOn(books, scheduler), 'one', '15.00'),
      takeFromSeller(processOn(books, scheduler), 'two', '5.00'),
      change(processOn(books, scheduler), 'raise', { id: 'seller', type: 'ChangeFloor', floor: floor(raised) }),
    ];
    await scheduler.waitFor(Promise.all(work));
    let available = 0;
    for (const { type, text } of await eventsOf(books.eventStore, 'seller')) {
      const { credits, debits, floor: lowest } = JSON.parse(text) as Record<'credits' | 'debits' | 'floor', string>;
      const after = Number(credits) - Number(debits);
      ok(type !== 'EntryPosted' || after >= Number(lowest) || after >= available, `${after} is below ${lowest}`);
      available = after;
    }
    equal(codeOf((await Promise.all(work))[2] ?? { code: 'none' }), 'Recorded');
    await requireWholeChains(books);
  },
};

const aChangeIsRecordedForEachKey: Race = {
  name: 'two who freeze one account in the same moment are both heard, and it is frozen once',
  run: async (scheduler) => {
    const books = await begunBooks();
    const still = { ...books, clock: { now: () => '2026-11-23T10:00:01.000Z' as never } };
    const freezing = ['one', 'two'].map((key) =>
      change(processOn(still, scheduler), key, { id: 'seller', type: 'FreezeAccount' }),
    );
    await scheduler.waitFor(Promise.all(freezing));
    const codes = (await Promise.all(freezing)).map(codeOf).sort();
    equal(codes.join(), 'Recorded,Unchanged');
    equal((await eventsOf(books.eventStore, 'seller')).filter(({ type }) => type === 'AccountFrozen').length, 1);
    for (const key of ['one', 'two']) {
      const again = await change(books, key, { id: 'seller', type: 'FreezeAccount' });
      ok(again.code === 'Recorded' && again.replayed, `${key} was forgotten`);
    }
    await requireWholeChains(books);
  },
};

/** Races about the life of accounts. */
export const accountRaces: readonly Race[] = [
  aFrozenAccountTakesNothing,
  aClosedAccountIsEmpty,
  aFloorHolds,
  aChangeIsRecordedForEachKey,
];
