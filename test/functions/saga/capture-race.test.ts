import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { lanes } from '../../../functions/runtime/lanes.ts';
import { callStep, statusOf, submittedTo, tell } from '../../support/payout-steps.ts';
import { ledgerName } from '../../support/payout-world.ts';
import { balancesIn } from '../../support/test-ledger.ts';

describe('a capture while another execution captures', () => {
  it('is captured, though the transfer is seen before that and the hold after it', async () => {
    const { world, transferId } = await submittedTo('sim-silent');
    await tell(world, transferId, 'settled');
    const transfer = streamIdOf(ledgerName, 'transfer', transferId);
    const { eventStore } = world.dependencies.ledger;
    const before = await eventStore.load([transfer], 'strong');
    let loads = 0;
    // Every load of the late execution reads the transfer first; then the other one captures, and the rest is read.
    const load: EventStore['load'] = async (streamIds, consistency) => {
      loads += 1;
      if (loads === 1) await callStep(world, 'Capture', transferId);
      const loaded = await eventStore.load(streamIds, consistency);
      const isTorn = streamIds.length > 1;
      return loaded.map((head) => (isTorn && head.streamId === transfer ? (before[0] ?? head) : head));
    };
    const history = await eventStore.read(transfer, 0, 100);
    const read: EventStore['read'] = async (streamId, from, limit) =>
      streamId === transfer ? history : eventStore.read(streamId, from, limit);
    const late = { ...world.dependencies.ledger, eventStore: { ...eventStore, load, read }, lanes: lanes() };
    const lateWorld = { ...world, dependencies: { ...world.dependencies, ledger: late } };

    expect(await callStep(lateWorld, 'Capture', transferId)).toEqual({ code: 'Captured' });
    expect((await world.factsOf(transferId)).map(({ type }) => type).at(-1)).toBe('TransferCaptured');
    expect(await statusOf(world, transferId)).toBe('settled');
    expect(await balancesIn(world.ledger, 'seller')).toMatchObject({ posted: '75.00', held: '0.00' });
  });
});
