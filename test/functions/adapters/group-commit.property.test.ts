import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { groupCommit } from '../../../functions/adapters/group-commit.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { scheduledEvents } from '../../races/scheduled.ts';
import { entryStream, writeOf } from './support/held-store.ts';

const accounts = ['a', 'b', 'c'].map((id) => streamIdOf('main', 'account', id));

const posting = fc.record({
  on: fc.subarray(accounts, { minLength: 1 }),
  /** Two may come with one key. */
  key: fc.nat({ max: 12 }),
  by: fc.constantFrom('one', 'one', 'one', 'another'),
});

/** What becomes of each append that is sent, in turn: failures that nobody knows the effect of are among them. */
const mishap = fc.constantFrom('none', 'none', 'none', 'before', 'after');

const failing = (store: EventStore, mishaps: readonly string[]): EventStore => {
  let sent = 0;
  return {
    ...store,
    append: async (writes) => {
      const fate = mishaps[sent] ?? 'none';
      sent += 1;
      if (fate === 'before') throw new TransientFailure('not sent');
      const outcome = await store.append(writes);
      if (fate === 'after') throw new TransientFailure('answer lost');
      return outcome;
    },
  };
};

/** An entry whose events on accounts name the event that each was decided on. */
const post = async (store: EventStore, { on, key }: { readonly on: readonly StreamId[]; readonly key: number }) => {
  const heads = await store.load(on, 'eventual');
  return store.append([
    writeOf(store.beginning(entryStream(String(key))), `entry ${key}`),
    ...heads.map((head) => writeOf(head, `${key} after ${head.newest?.text.split(' ')[0]}`)),
  ]);
};

const basesIn = (events: readonly StoredEvent[]): readonly string[] =>
  events.flatMap(({ text }, at) => {
    const [, , base] = text.split(' ');
    const before = events[at - 1]?.text.split(' ')[0];
    return at === 0 || base === before ? [] : [`${text}, and before it is ${before}`];
  });

describe('group commit', () => {
  it('answers only what is there, and writes only what rests on what is there, whatever fails and whoever else writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(posting, { minLength: 1, maxLength: 12 }),
        fc.array(mishap, { maxLength: 10 }),
        async (scheduler, postings, mishaps) => {
          const truth = memoryEventStore();
          for (const account of accounts) await truth.append([writeOf(truth.beginning(account), 'opened')]);
          const scheduled = scheduledEvents(truth, scheduler);
          const stores = { one: groupCommit(failing(scheduled, mishaps)), another: scheduled };
          const posts = postings.map(async ({ by, ...rest }) => {
            await scheduler.schedule(Promise.resolve(), 'begin');
            return post(stores[by as keyof typeof stores], rest);
          });
          await scheduler.waitFor(Promise.allSettled(posts));
          for (const outcome of await Promise.allSettled(posts)) {
            if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(TransientFailure);
            else if (outcome.value.code === 'Appended')
              for (const event of outcome.value.events)
                expect(await truth.read(event.streamId, event.version, 1)).toEqual([event]);
          }
          for (const account of accounts) {
            const events = await truth.read(account, 1, 100);
            expect(events.map(({ version }) => version)).toEqual(events.map((_, at) => at + 1));
            expect(basesIn(events)).toEqual([]);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
