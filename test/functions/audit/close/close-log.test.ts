import { describe, expect, it } from '@jest/globals';
import { logKey } from '../../../../domain/audit/log/log-place.ts';
import { InvariantViolation } from '../../../../domain/shared/failures.ts';
import { memoryEventStore } from '../../../../functions/adapters/memory/event-store.ts';
import { memoryProjectionStore } from '../../../../functions/adapters/memory/projection-store.ts';
import { changeAccount } from '../../../../functions/commands/change-account.ts';
import { publishedIn } from '../../../arbitraries/ledger-facts.ts';
import { accountId, origin } from '../../../support/test-ledger.ts';
import { sealAtLast, sealOptions } from '../log-parts.ts';
import { archivedLines, verifiedSizes } from '../log-verifier.ts';
import { closeAtLast, closeOptions, closesIn, closeWorld, requireTrueCloses } from './close-parts.ts';
import { ledgerOf } from './ledger-of.ts';

describe('a close', () => {
  it('is a line of the log that states the heads of all accounts and a trial balance', async () => {
    const { ledger, events } = await ledgerOf(3);
    const world = closeWorld(ledger.eventStore);
    await world.archiveEvents(events);
    expect(await world.close()).toMatchObject({ index: 5 });
    const lines = await archivedLines(world.archive);
    const [close] = await closesIn(world.archive);
    expect(lines[5]).toBe(
      '{"close":{"accounts":2,"closedAt":"2025-11-24T16:00:00.000Z","currencies":[{"credits":"0.03","currency":"USD",' +
        `"debits":"0.03"}],"heads":"${close?.heads}","ledger":"main","previous":null,"reason":"demand"},"sequence":6}`,
    );
    expect(await world.archive.read('log/main/heads/5')).toMatch(
      /^\{"accountId":"assets:bank","credits":"0.00","currency":"USD","debits":"0.03","hash":"[A-Za-z0-9_-]{43}","heldCredits":"0.00","heldDebits":"0.00","name":"assets:bank","status":"open","type":"asset","version":4\}\n\{"accountId":"sellers:7",.*\}\n$/,
    );
    expect(await requireTrueCloses(world.archive)).toBe(1);
  });

  it('of nothing states nothing', async () => {
    const world = closeWorld(memoryEventStore());
    await world.close();
    expect(await closesIn(world.archive)).toMatchObject([{ index: 0, accounts: 0, currencies: [] }]);
    expect(await requireTrueCloses(world.archive)).toBe(1);
  });

  it('goes on from the one before it, also where only heads are left to go on from', async () => {
    const { ledger, events } = await ledgerOf(6);
    const world = closeWorld(ledger.eventStore);
    for (const [first, end] of [
      [0, 4],
      [4, 4],
      [4, 8],
    ] as const) {
      await world.archiveEvents(events.slice(first, end));
      await world.close();
    }
    const change = { accountId: accountId('sellers:7'), change: { type: 'FreezeAccount' } } as const;
    await changeAccount(ledger, { origin, key: 'freeze', body: change });
    await world.archiveEvents(await publishedIn(ledger.eventStore));
    const segments = await world.archive.list('facts/main/', undefined, 1_000);
    const reads: string[] = [];
    const read = (name: string) => {
      reads.push(name);
      return world.archive.read(name);
    };
    await closeAtLast(11, closeOptions({ ...world, archive: { ...world.archive, read } }));
    expect(reads).not.toContain(segments[0]);
    expect(await world.archive.read('log/main/heads/12')).toMatch(/"status":"frozen"/);
    expect(await requireTrueCloses(world.archive)).toBe(4);
  });

  it('is sealed as any entry is, and is followed from what is sealed', async () => {
    const { ledger, events } = await ledgerOf(300);
    const world = closeWorld(ledger.eventStore);
    await world.archiveEvents(events);
    await sealAtLast(sealOptions(world.store, world.archive));
    await world.close();
    await sealAtLast(sealOptions(world.store, world.archive));
    expect(await verifiedSizes(world.archive, await archivedLines(world.archive))).toEqual([302, 303]);
    for (const name of await world.archive.list('facts/', undefined, 1_000)) await world.archive.remove(name);
    for (const name of await world.archive.list('log/main/heads/', undefined, 10)) await world.archive.remove(name);
    const again = memoryProjectionStore();
    const [row] = await world.store.load([logKey('main')]);
    await again.commit([{ key: logKey('main'), revision: 0, body: row?.body ?? {} }]);
    await again.commit([{ key: { partition: 'main#archive', sort: 'sequence' }, revision: 0, body: { next: 304 } }]);
    expect(await closeAtLast(302, closeOptions({ ...world, store: again }))).toBe(302);
    expect(await world.archive.list('log/main/heads/', undefined, 10)).toHaveLength(1);
  });

  it.each([1, 98, 99, 250])('takes %d facts that have not come yet from the event store', async (missing) => {
    const { ledger, events } = await ledgerOf(missing + 2);
    const world = closeWorld(ledger.eventStore);
    await world.archiveEvents([...events.slice(0, 3), ...events.slice(3 + missing)]);
    await world.close();
    await world.archiveEvents(events);
    const [close] = await closesIn(world.archive);
    expect(close).toMatchObject({ index: events.length });
    expect(await archivedLines(world.archive)).toHaveLength(events.length + 1);
    expect(await requireTrueCloses(world.archive)).toBe(1);
  });

  it('is not made where a version that others follow is nowhere', async () => {
    const { ledger, events } = await ledgerOf(3);
    const world = closeWorld(memoryEventStore());
    await world.archiveEvents([...events.slice(0, 2), ...events.slice(3)]);
    await expect(world.close()).rejects.toThrow(InvariantViolation);
    expect(await closesIn(world.archive)).toEqual([]);
    expect(await requireTrueCloses(closeWorld(ledger.eventStore).archive)).toBe(0);
  });

  it('is not made from heads that someone meddled with', async () => {
    const { ledger, events } = await ledgerOf(3);
    const world = closeWorld(ledger.eventStore);
    await world.archiveEvents(events);
    const { index } = await world.close();
    const kept = (await world.archive.read(`log/main/heads/${index}`)) ?? '';
    await world.archive.remove(`log/main/heads/${index}`);
    await world.archive.create(`log/main/heads/${index}`, kept.replace('"debits":"0.03"', '"debits":"0.04"'));
    await expect(closeAtLast(9, closeOptions(world))).rejects.toThrow(InvariantViolation);
  });

  it('that states other heads than the log has is refused by whoever comes past it', async () => {
    const { ledger, events } = await ledgerOf(2);
    const world = closeWorld(ledger.eventStore);
    await world.archiveEvents(events);
    const line = '{"close":{"accounts":2,"closedAt":"2025-11-24T16:00:00.000Z","currencies":[],"heads":"00",';
    await world.archive.create(
      'facts/main/000000000005.ndjson',
      `${line}"ledger":"main","previous":null,"reason":"demand"},"sequence":5}\n`,
    );
    await expect(closeAtLast(5, closeOptions(world))).rejects.toThrow(InvariantViolation);
  });
});
