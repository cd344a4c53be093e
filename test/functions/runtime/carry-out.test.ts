import { describe, expect, it } from '@jest/globals';
import type { EventStore, StreamHead } from '../../../domain/ports/event-store.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { authorizeHold, holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { releaseHold } from '../../../functions/commands/release-hold.ts';
import { raceBackoff } from '../../../functions/runtime/carry-out.ts';
import { amount } from '../../support/money.ts';
import { accountId, balancesIn, entryOf, open, origin, post, testLedger } from '../../support/test-ledger.ts';

/** A store whose eventual reads stay at what they once answered, as a replica may that lags. */
const lagging = (store: EventStore): EventStore & { readonly freeze: () => void } => {
  const old = new Map<string, StreamHead>();
  let frozen = false;
  return {
    ...store,
    freeze: () => {
      frozen = true;
    },
    load: async (streamIds, consistency) => {
      const heads = await store.load(streamIds, consistency);
      if (consistency === 'strong') return heads;
      if (!frozen) for (const head of heads) old.set(head.streamId, head);
      return heads.map((head) => old.get(head.streamId) ?? head);
    },
  };
};

const begun = async () => {
  const store = lagging(memoryEventStore());
  const ledger = testLedger(store);
  await open(ledger, 'bank');
  await open(ledger, 'seller', { type: 'liability', floor: '0.00' });
  await store.load(['main#A#bank', 'main#A#seller'] as never, 'eventual');
  store.freeze();
  return { store, ledger };
};

describe('load, decide, append', () => {
  it('accepts on a stale head only by losing the race and reading strongly', async () => {
    const { ledger } = await begun();
    const conflicts: string[] = [];
    const watched = { ...ledger, onConflict: (streamId: string) => void conflicts.push(streamId) };
    expect(await post(watched, 'one', entryOf('bank', 'seller', '5.00'))).toMatchObject({ code: 'Recorded' });
    expect(await post(watched, 'two', entryOf('bank', 'seller', '5.00'))).toMatchObject({ code: 'Recorded' });
    expect(conflicts).toHaveLength(1);
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '10.00' });
  });

  it('refuses on a stale head only after a strong load says the same', async () => {
    const { ledger } = await begun();
    await post(ledger, 'in', entryOf('bank', 'seller', '5.00'));
    expect(await post(ledger, 'out', entryOf('seller', 'bank', '5.00'))).toMatchObject({ code: 'Recorded' });
    expect(await post(ledger, 'more', entryOf('seller', 'bank', '0.01'))).toMatchObject({ code: 'Rejected' });
  });

  it('does not take a view that is torn for a defect', async () => {
    const { ledger } = await begun();
    await post(ledger, 'in', entryOf('bank', 'seller', '5.00'));
    const terms = { accountId: accountId('seller'), destinationAccountId: accountId('bank'), amount: amount('5.00') };
    const body = { ...terms, expiresAt: null, description: 'Held' };
    await authorizeHold(ledger, { origin, key: 'hold', body });
    // The hold is seen at once, and its accounts as they were before it.
    const holdId = holdIdOf(origin.ledger, 'hold');
    const voided = await releaseHold(ledger, { origin, key: 'void', body: { holdId, type: 'VoidHold' } });
    expect(voided).toMatchObject({ code: 'Recorded', replayed: false });
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ available: '5.00', held: '0.00' });
  });

  it('gives up after a bounded number of lost races, and then nothing has happened', async () => {
    const { ledger } = await begun();
    let appends = 0;
    const contested: EventStore = {
      ...ledger.eventStore,
      append: async (writes) => {
        appends += 1;
        const lost = writes.find(({ head }) => head.streamId.includes('#A#'));
        if (lost === undefined) throw new Error('an entry touches accounts');
        return { code: 'VersionConflict', streamId: lost.head.streamId, existing: undefined };
      },
    };
    const outcome = await post({ ...ledger, eventStore: contested }, 'one', entryOf('bank', 'seller', '5.00'));
    expect(outcome).toMatchObject({ code: 'Rejected', rejection: { code: 'TryAgain' } });
    expect(appends).toBe(raceBackoff.attemptsMaximum);
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '0.00' });
  });

  it('takes an append whose answer was lost for done, and posts nothing twice', async () => {
    const { ledger } = await begun();
    let losing = true;
    const unreliable: EventStore = {
      ...ledger.eventStore,
      append: async (writes) => {
        const outcome = await ledger.eventStore.append(writes);
        if (losing) throw new Error('connection reset');
        return outcome;
      },
    };
    const cut = { ...ledger, eventStore: unreliable };
    await expect(post(cut, 'one', entryOf('bank', 'seller', '5.00'))).rejects.toThrow('connection reset');
    losing = false;
    expect(await post(cut, 'one', entryOf('bank', 'seller', '5.00'))).toMatchObject({
      code: 'Recorded',
      replayed: true,
    });
    expect(await balancesIn(ledger, 'seller')).toMatchObject({ posted: '5.00' });
  });
});
