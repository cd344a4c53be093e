import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { changeAccount } from '../../../functions/commands/change-account.ts';
import { lanes } from '../../../functions/runtime/lanes.ts';
import { payoutWorld } from '../../support/payout-world.ts';
import { accountId, balancesIn, origin } from '../../support/test-ledger.ts';
import { runAgain } from '../../support/walk-payout.ts';

describe('a run of the hold that is late', () => {
  it('takes nothing back where another run has set the funds aside since', async () => {
    const world = await payoutWorld();
    const transferId = await world.request('one', 'sim-accept');
    await runAgain(world, 'Screen', transferId);
    const change = (key: string, type: 'FreezeAccount' | 'UnfreezeAccount') =>
      changeAccount(world.ledger, { origin, key, body: { accountId: accountId('seller'), change: { type } } });
    await change('freeze', 'FreezeAccount');

    // The late run has been refused. Before it can say so, the account is open again and the next run is through.
    const { eventStore } = world.dependencies.ledger;
    let appends = 0;
    const append: EventStore['append'] = async (writes) => {
      appends += 1;
      if (appends > 1) return eventStore.append(writes);
      await change('unfreeze', 'UnfreezeAccount');
      expect(await runAgain(world, 'Hold', transferId)).toBe('Submit');
      return eventStore.append(writes);
    };
    const late = { ...world.dependencies.ledger, eventStore: { ...eventStore, append }, lanes: lanes() };
    const lateWorld = { ...world, dependencies: { ...world.dependencies, ledger: late } };

    expect(await runAgain(lateWorld, 'Hold', transferId)).toBe('Submit');
    expect((await world.factsOf(transferId)).at(-1)?.transfer.status).toBe('held');
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ held: '25.00' });
  });
});
