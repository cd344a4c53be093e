import { describe, expect, it } from '@jest/globals';
import '../../support/quiet-log.ts';
import { subjectErased } from '../../../domain/facts/subject-key-facts.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { executionsMaximum } from '../../../functions/sweeper/restart-transfers.ts';
import { hold, minute, swept } from '../../support/swept.ts';
import { balancesIn, entryOf, origin, post } from '../../support/test-ledger.ts';
import { walk } from '../../support/walk-payout.ts';

describe('the sweeper', () => {
  it('expires holds that are due, and no others', async () => {
    const sweeping = await swept();
    const due = await hold(sweeping, 'due', '2026-11-23T10:05:00.000Z');
    await hold(sweeping, 'later', '2026-11-23T12:00:00.000Z');
    await sweeping.view();
    sweeping.world.pass(6 * minute);
    await sweeping.run();
    expect(await balancesIn(sweeping.world.ledger, 'seller')).toMatchObject({ held: '10.00' });
    const [head] = await sweeping.world.store.load([streamIdOf('main', 'hold', due)], 'strong');
    expect(JSON.parse(head?.newest?.text ?? '').hold.status).toBe('expired');
    expect(sweeping.counted.size).toBe(0);
  });

  it('expires a hold once, however late the views are', async () => {
    const sweeping = await swept();
    await hold(sweeping, 'due', '2026-11-23T10:05:00.000Z');
    await sweeping.view();
    sweeping.world.pass(6 * minute);
    await sweeping.run();
    const count = await sweeping.world.eventCount();
    await sweeping.run();
    expect(await sweeping.world.eventCount()).toBe(count);
  });

  it('tells the views again of a hold that ended unseen', async () => {
    const sweeping = await swept();
    await hold(sweeping, 'due', '2026-11-23T10:05:00.000Z');
    await sweeping.view();
    sweeping.world.pass(6 * minute);
    await sweeping.run();
    await sweeping.view(({ streamId }) => streamId.includes('#H#'));
    sweeping.world.pass(20 * minute);
    await sweeping.run();
    expect(await sweeping.views.dueBy('holds', '2027', 10)).toEqual([]);
    expect(sweeping.counted.get('StuckHolds')).toBeUndefined();
  });

  it('counts holds that it cannot let go of', async () => {
    const sweeping = await swept();
    await hold(sweeping, 'due', '2026-11-23T10:05:00.000Z');
    await sweeping.view();
    sweeping.world.pass(30 * minute);
    const broken = { ...sweeping.world.ledger.eventStore };
    broken.append = async () => {
      throw new Error('The event store does not answer');
    };
    Object.assign(sweeping.world.ledger, { eventStore: broken });
    await sweeping.run();
    expect(sweeping.counted.get('StuckHolds')).toBe(1);
  });

  it('starts a transfer that nobody has started', async () => {
    const sweeping = await swept();
    const transferId = await sweeping.world.request('one', 'sim-accept');
    await sweeping.view();
    await sweeping.run();
    expect(sweeping.started).toEqual([]);
    sweeping.world.pass(3 * minute);
    await sweeping.run();
    await sweeping.run();
    expect(sweeping.started).toEqual([transferId]);
    expect(sweeping.counted.get('StuckTransfers')).toBe(1);
  });

  it('starts a transfer again, under another name, where its execution ended and left it standing', async () => {
    const sweeping = await swept();
    const transferId = await sweeping.world.request('one', 'sim-accept');
    await sweeping.view();
    sweeping.world.pass(3 * minute);
    sweeping.states.set(transferId, 'ended').set(`${transferId}-2`, 'ended');
    await sweeping.run();
    expect(sweeping.started).toEqual([`${transferId}-3`]);
  });

  it('leaves a transfer alone while an execution carries it on', async () => {
    const sweeping = await swept();
    const transferId = await sweeping.world.request('one', 'sim-accept');
    await sweeping.view();
    sweeping.world.pass(60 * minute);
    sweeping.states.set(transferId, 'ended').set(`${transferId}-2`, 'running');
    await sweeping.run();
    expect(sweeping.started).toEqual([]);
    expect(sweeping.counted.size).toBe(0);
  });

  it('starts a transfer a bounded number of times, and then only tells', async () => {
    const sweeping = await swept();
    const transferId = await sweeping.world.request('one', 'sim-accept');
    await sweeping.view();
    sweeping.world.pass(60 * minute);
    for (let number = 1; number <= executionsMaximum; number += 1)
      sweeping.states.set(number === 1 ? transferId : `${transferId}-${number}`, 'ended');
    await sweeping.run();
    expect(sweeping.started).toEqual([]);
    expect(sweeping.counted.get('StuckTransfers')).toBe(1);
  });

  it('does not start a transfer that ended while the views were behind, and tells them', async () => {
    const sweeping = await swept();
    const transferId = await sweeping.world.request('one', 'sim-accept');
    await sweeping.view();
    await walk(sweeping.world, transferId);
    sweeping.world.pass(10 * minute);
    await sweeping.run();
    expect(sweeping.started).toEqual([]);
    const [row] = await sweeping.views.query({ partition: 'main#transfers', limit: 1 });
    expect(row?.body).toMatchObject({ status: 'completed' });
  });

  it('publishes again what the views have missed, until nothing is missing', async () => {
    const sweeping = await swept();
    const { world, views, view } = sweeping;
    for (let number = 1; number <= 5; number += 1)
      await post(world.ledger, `sale ${number}`, entryOf('bank', 'seller', '1.00'));
    let entry = 0;
    await view(({ streamId }) => streamId.includes('#J#') && [1, 3].includes(entry++));
    await hold(sweeping, 'hold', '2026-12-01T00:00:00.000Z');
    await view(({ streamId }) => streamId.includes('#H#'));
    await post(world.ledger, 'last', entryOf('bank', 'seller', '1.00'));
    await view();
    expect(await views.dueBy('gaps', '2027', 10)).toHaveLength(2);
    world.pass(3 * minute);
    await sweeping.run();
    expect(sweeping.counted.get('AccountVersionGaps')).toBe(2);
    expect(await views.dueBy('gaps', '2027', 10)).toEqual([]);
    expect(sweeping.published).toHaveLength(3);
    const [seller] = await views.load([{ partition: 'main#accounts', sort: 'seller' }]);
    expect(seller?.body).toMatchObject({ credits: '106.00', version: 9, applied: 9 });
  });

  it('destroys the key of a subject whose erasure is a fact, and no other', async () => {
    const { world, keys, run } = await swept();
    const [erased, kept] = [await keys.keyFor('main', 'erased'), await keys.keyFor('main', 'kept')];
    for (const { keyId } of [erased, kept]) await keys.announce({ ledger: 'main', keyId }, world.ledger.clock.now());
    const streamId = streamIdOf('main', 'subjectKey', erased.keyId);
    const recording = { origin, now: world.ledger.clock.now(), digest: world.ledger.digest };
    await world.store.append([subjectErased(erased.keyId, world.store.beginning(streamId), recording)]);
    await run();
    expect(await keys.keyIdOf('main', 'erased')).toBeUndefined();
    expect(await keys.keyIdOf('main', 'kept')).toBe(kept.keyId);
  });

  it('goes on with its other work where a part of it fails, and fails then', async () => {
    const sweeping = await swept();
    const transferId = await sweeping.world.request('one', 'sim-accept');
    await sweeping.view();
    sweeping.world.pass(3 * minute);
    const { dueBy } = sweeping.views;
    Object.assign(sweeping.views, {
      dueBy: async (...given: Parameters<typeof dueBy>) => {
        if (given[0] === 'holds') throw new Error('The queue of holds cannot be read');
        return dueBy(...given);
      },
    });
    await expect(sweeping.run()).rejects.toThrow('The queue of holds cannot be read');
    expect(sweeping.started).toEqual([transferId]);
  });
});
