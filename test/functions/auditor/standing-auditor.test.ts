import { describe, expect, it } from '@jest/globals';
import { type DoubtRow, doubtsOf, positionKey } from '../../../domain/audit/watch/auditor-rows.ts';
import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import { accountKey, entryKey } from '../../../domain/projections/balance-rows.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { entryOf, open, post } from '../../support/test-ledger.ts';
import { auditorWorld, falsified } from './auditor-world.ts';
import '../../support/quiet-log.ts';

import { allWell, busyWorld } from './busy-world.ts';

/** An event store in which one event reads as something else. */
const meddled = (
  eventStore: EventStore,
  change: (event: StoredEvent) => StoredEvent | undefined,
): Pick<EventStore, 'load' | 'read'> => ({
  load: eventStore.load,
  read: async (streamId, from, limit) => {
    const events = await eventStore.read(streamId, from, limit);
    return events.flatMap((event) => change(event) ?? []);
  },
});

const doubtsIn = async ({ auditor }: ReturnType<typeof auditorWorld>): Promise<readonly string[]> =>
  (await auditor.query({ partition: doubtsOf('main'), limit: 100 })).map(({ body }) => (body as DoubtRow).doubt.kind);

describe('the standing auditor', () => {
  it('publishes that all is well, also where there is no ledger yet', async () => {
    expect(await auditorWorld().run()).toEqual(allWell);
    const world = await busyWorld();
    expect(await world.run()).toEqual(allWell);
    expect(await doubtsIn(world)).toEqual([]);
    const [row] = await world.auditor.load([positionKey('main')]);
    expect(row?.body).toEqual({ next: 6, sums: { USD: { debits: '15.00', credits: '15.00' } } });
  });

  it('goes on where it stopped, and counts nothing twice', async () => {
    const world = await busyWorld();
    await world.run();
    await post(world.ledger, 'four', entryOf('bank', 'seller', '2.50'));
    await world.deliver();
    await world.seal();
    expect(await world.run()).toEqual(allWell);
    expect(await world.run()).toEqual(allWell);
    const [row] = await world.auditor.load([positionKey('main')]);
    expect(row?.body).toEqual({ next: 7, sums: { USD: { debits: '17.50', credits: '17.50' } } });
  });

  it('counts a segment once though two of it run at once', async () => {
    const world = await busyWorld();
    await Promise.all([world.run(), world.run(), world.run()]);
    const [row] = await world.auditor.load([positionKey('main')]);
    expect(row?.body).toMatchObject({ sums: { USD: { debits: '15.00' } } });
    expect((await world.compare()).status).toBe('same');
  });

  it('leaves what was recorded just now for the next run, and says how much it is', async () => {
    const world = await busyWorld();
    world.pass(-55);
    expect(await world.run()).toEqual({ ...allWell, BehindFacts: 5 });
    world.pass(10);
    expect(await world.run()).toEqual(allWell);
  });

  it('finds an event whose text was changed, at once and until it is right again', async () => {
    const world = await busyWorld();
    const change = (event: StoredEvent): StoredEvent =>
      event.streamId.includes('#J#') ? { ...event, text: event.text.replace('"5.00"', '"6.00"') } : event;
    expect(await world.run({ eventStore: meddled(world.ledger.eventStore, change) })).toMatchObject({ Mismatches: 3 });
    expect(await world.run({ eventStore: meddled(world.ledger.eventStore, change) })).toMatchObject({ Mismatches: 3 });
    expect(await world.run()).toEqual(allWell);
  });

  it.each([
    ['the hash', (event: StoredEvent) => ({ ...event, hash: sha256('else') })],
    [
      'the text',
      (event: StoredEvent) => ({ ...event, text: event.text.replace('"debited":"5.00"', '"debited":"6.00"') }),
    ],
    ['the whole', () => undefined],
    ['the mark of what is published', (event: StoredEvent) => ({ ...event, published: true })],
  ])('finds %s of an account event gone or other', async (_what, change) => {
    const world = await busyWorld();
    const one = (event: StoredEvent) =>
      event.streamId === 'main#A#bank' && event.version === 3 ? change(event) : event;
    expect(await world.run({ eventStore: meddled(world.ledger.eventStore, one) })).toMatchObject({ Mismatches: 1 });
  });

  it('finds totals of an account in the views that are not those of its newest fact', async () => {
    const world = await busyWorld();
    const views = falsified(world.views, accountKey('main', 'bank'), (body) => ({ ...body, debits: '16.00' }));
    expect(await world.run({ views })).toMatchObject({ Mismatches: 0 });
    world.pass(301);
    expect(await world.run({ views })).toMatchObject({ Mismatches: 1 });
    expect(await world.run()).toEqual(allWell);
  });

  it('finds an entry of the views that came from another fact', async () => {
    const world = await busyWorld();
    const views = falsified(world.views, entryKey('main', 'bank', 2), (body) => ({ ...body, factId: 'main#J#x@0' }));
    await world.run({ views });
    world.pass(301);
    expect(await world.run({ views })).toMatchObject({ Mismatches: 1 });
  });

  it('finds a fact that the views never applied, once it had time enough', async () => {
    const world = await busyWorld();
    await post(world.ledger, 'lost', entryOf('bank', 'seller', '9.00'));
    await world.deliver((consumer) => consumer === 'balance');
    await world.seal();
    expect(await world.run()).toEqual(allWell);
    expect([...(await doubtsIn(world))].sort()).toEqual(['tally', 'view', 'view']);
    world.pass(301);
    expect(await world.run()).toEqual({ ...allWell, Mismatches: 3 });
  });

  it.each([
    ['soon', 301],
    ['after days in which nobody looked', 3 * 86_400],
  ])('forgets doubts that time has settled, %s', async (_, seconds) => {
    const world = await busyWorld();
    await post(world.ledger, 'late', entryOf('bank', 'seller', '9.00'));
    const late: StoredEvent[] = [];
    await world.deliver((consumer, event) => {
      if (consumer === 'balance') late.push(event);
      return consumer === 'balance';
    });
    await world.seal();
    await world.run();
    expect(await doubtsIn(world)).toHaveLength(3);
    await world.redeliver('balance', late);
    world.pass(seconds);
    expect(await world.run()).toEqual(allWell);
    expect(await doubtsIn(world)).toEqual([]);
  });

  it('keeps a doubt that is not settled after days', async () => {
    const world = await busyWorld();
    await post(world.ledger, 'lost', entryOf('bank', 'seller', '9.00'));
    await world.deliver((consumer) => consumer === 'balance');
    await world.seal();
    await world.run();
    world.pass(3 * 86_400);
    expect(await world.run()).toEqual({ ...allWell, Mismatches: 3 });
  });

  it('finds a fact that never came to the log, from the account it moved', async () => {
    const world = await busyWorld();
    await world.run();
    await post(world.ledger, 'unsent', entryOf('bank', 'seller', '9.00'));
    await world.deliver(() => true);
    await post(world.ledger, 'elsewhere', entryOf('bank', 'seller', '1.00'));
    await world.deliver(() => true);
    await open(world.ledger, 'other');
    await world.deliver();
    await world.run();
    expect(await doubtsIn(world)).toEqual(['head', 'head']);
    world.pass(301);
    expect(await world.run()).toMatchObject({ Gaps: 2, Mismatches: 0 });
  });
});
