import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { cachedHeads } from '../../../functions/adapters/cached-heads.ts';
import { groupCommit } from '../../../functions/adapters/group-commit.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { apiUnderTest } from './support/api-under-test.ts';
import { entryOf, market, post } from './support/requests.ts';

const requests = 64;

describe('many entries at once on one account', () => {
  it('are written together, behind all that the API puts around its event store', async () => {
    const store = memoryEventStore();
    let appends = 0;
    const slow: EventStore = {
      ...store,
      append: async (writes) => {
        appends += 1;
        await nextTurn();
        return store.append(writes);
      },
    };
    const { ask } = apiUnderTest({ eventStore: groupCommit(cachedHeads(slow, { now: Date.now })) });
    await market(ask);
    appends = 0;
    const entry = entryOf('assets:bank', 'sellers:1', '1.00');
    const answers = await Promise.all(Array.from({ length: requests }, () => post(ask, '/v1/journal-entries', entry)));
    expect(answers.map(({ status }) => status)).toEqual(Array(requests).fill(201));
    expect(appends).toBeLessThan(requests / 4);
  });
});
