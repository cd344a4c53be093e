import { describe, expect, it } from '@jest/globals';
import { restoreAnswer } from '../../../cli/restore/restore-answer.ts';
import { verifyRestore } from '../../../cli/restore/verify-restore.ts';
import { headsName } from '../../../domain/audit/close/close-place.ts';
import type { Archive } from '../../../domain/ports/archive.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { damagedTable, placeOf } from '../../support/damaged-table.ts';
import { at, closed, smallLedger } from './small-ledger.ts';

const verified = async (events: readonly StoredEvent[], archive: Archive, isRepairing = false) => {
  const table = damagedTable(events);
  return { table, outcome: await verifyRestore({ table, archive, onStep: () => {} }, isRepairing) };
};

const codesOf = ({ outcome }: Awaited<ReturnType<typeof verified>>): readonly string[] =>
  outcome.before.findings.map(({ code, place }) => `${code} ${place}`);

const without = (events: readonly StoredEvent[], lost: (event: StoredEvent) => boolean): readonly StoredEvent[] =>
  events.filter((event) => !lost(event));

const changed = (event: StoredEvent, change: object): StoredEvent => {
  const text = canonicalJson({ ...JSON.parse(event.text), ...change });
  return { ...event, text };
};

describe('the verification of a restored table', () => {
  it('proves a whole one equal to what was sealed', async () => {
    const { events, archive } = await smallLedger();
    const { outcome } = await verified(events, archive);
    expect(outcome.before).toMatchObject({ findings: [], isProven: true, archived: 4, unarchived: 0 });
    expect(outcome.before.logs).toMatchObject([{ ledger: 'main', size: 4, checkpoint: { size: 4, isSame: true } }]);
    expect(outcome.before.logs[0]?.checkpoint?.signedBy).toHaveLength(1);
  });

  it('does not prove one whose archive is gone', async () => {
    const { events } = await smallLedger();
    const { outcome } = await verified(events, memoryArchive());
    expect(outcome.before).toMatchObject({ findings: [], isProven: false, unarchived: 4 });
  });

  it('finds an event of an account that was changed, and leaves it as it is', async () => {
    const { events, archive } = await smallLedger();
    const damaged = events.map((event) =>
      placeOf(event) === 'main#A#bank@2' ? changed(event, { debits: '6.00' }) : event,
    );
    const found = await verified(damaged, archive, true);
    expect(codesOf(found)).toEqual(['AccountEventDiffers main#A#bank@2']);
    expect(found.table.content()).toContain('\\"debits\\":\\"6.00\\"');
    expect(found.outcome.before.isProven).toBe(false);
  });

  it('finds a floor that changed without a fact', async () => {
    const { events, archive } = await smallLedger();
    const damaged = events.map((event) =>
      placeOf(event) === 'main#A#seller@2' ? changed(event, { floor: '-9.00' }) : event,
    );
    expect(codesOf(await verified(damaged, archive))).toEqual([
      'TermsDiffer main#A#seller@2',
      'TermsDiffer main#A#seller@3',
    ]);
  });

  it('finds a fact that the archive has otherwise', async () => {
    const { events, archive } = await smallLedger();
    const opened = at('main#A#bank@1', events);
    const damaged = events.map((event) => (event === opened ? changed(event, { name: 'other' }) : event));
    expect(codesOf(await verified(damaged, archive))).toEqual(['FactDiffers main#A#bank@1']);
  });

  it('finds a hash that was changed, and the chain that it breaks', async () => {
    const { events, archive } = await smallLedger();
    const damaged = events.map((event) =>
      placeOf(event) === 'main#A#bank@2' ? { ...event, hash: sha256('other') } : event,
    );
    expect(codesOf(await verified(damaged, archive))).toEqual([
      'AccountEventDiffers main#A#bank@2',
      'ChainBroken main#A#bank@3',
    ]);
  });

  it('finds what nothing can bring back: an entry that was never archived', async () => {
    const { events } = await smallLedger();
    const entry = events.find(({ streamId, text }) => streamId.includes('#J#') && text.includes('5.00'));
    const left = without(events, (event) => event === entry);
    const codes = codesOf(await verified(left, memoryArchive(), true));
    expect([...codes].sort()).toEqual(['ReferenceMissing main#A#bank@2', 'ReferenceMissing main#A#seller@2']);
  });

  it('finds an account of which a whole DynamoDB transaction is missing in the middle', async () => {
    const { events } = await smallLedger();
    const entry = events.find(({ streamId, text }) => streamId.includes('#J#') && text.includes('"debits":"5.00"'));
    const left = without(
      events,
      (event) => event === entry || (/#A#(bank|seller)$/.test(event.streamId) && event.version === 2),
    );
    const codes = codesOf(await verified(left, memoryArchive()));
    expect([...codes].sort()).toEqual(['VersionMissing main#A#bank@2', 'VersionMissing main#A#seller@2']);
  });

  it('finds a request that is gone, whose key nothing else tells', async () => {
    const { events, archive } = await smallLedger();
    const left = without(events, ({ streamId, text }) => streamId.includes('#K#') && text.includes('A#bank@1'));
    const found = await verified(left, archive, true);
    expect(codesOf(found)).toEqual(['RequestMissing main#A#bank@1']);
    expect(found.outcome.repaired).toBeUndefined();
  });

  it('finds text that is no fact', async () => {
    const { events, archive } = await smallLedger();
    const opened = at('main#A#bank@1', events);
    const damaged = events.map((event) => (event === opened ? { ...event, text: '{"type":"Unknown"}' } : event));
    expect(codesOf(await verified(damaged, archive))).toEqual([
      'Unreadable main#A#bank@1',
      'FactDiffers main#A#bank@1',
    ]);
  });

  it('notices an archive that is not what was sealed', async () => {
    const { events, archive } = await smallLedger();
    const forged: Archive = {
      ...archive,
      read: async (name) => {
        const text = await archive.read(name);
        return name.startsWith('facts/') ? text?.replace('"who":"test"', '"who":"else"') : text;
      },
    };
    const { outcome } = await verified(events, forged);
    expect(outcome.before.logs).toMatchObject([{ checkpoint: { isSame: false } }]);
    expect(outcome.before.isProven).toBe(false);
  });

  it('believes no signature but those of keys that the archive has', async () => {
    const { events, archive } = await smallLedger();
    const keyless: Archive = {
      ...archive,
      read: async (name) => (name.includes('/key/') ? undefined : archive.read(name)),
    };
    const { outcome } = await verified(events, keyless);
    expect(outcome.before).toMatchObject({ isProven: false, logs: [{ checkpoint: { signedBy: [] } }] });
  });

  it('holds the accounts against the heads of the newest close', async () => {
    const { events, archive } = await smallLedger();
    const close = await closed(events, archive);
    const { outcome } = await verified(events, archive);
    expect(outcome.before.heads).toEqual([{ ledger: 'main', index: 4, accounts: 2, isKept: true, differing: [] }]);
    const moved = events.map((event) => (placeOf(event) === 'main#A#bank@3' ? { ...event, hash: 'other' } : event));
    const { outcome: other } = await verified(moved, archive);
    expect(other.before.heads).toMatchObject([{ isKept: true, differing: ['bank'] }]);
    const forged: Archive = {
      ...archive,
      read: async (name) => (name === headsName('main', 4) ? close.replace('"bank"', '"bunk"') : archive.read(name)),
    };
    const { outcome: third } = await verified(events, forged);
    expect(third.before).toMatchObject({ isProven: false, heads: [{ isKept: false, differing: ['bunk'] }] });
  });

  it('says what it found and what it did', async () => {
    const { events, archive } = await smallLedger();
    const left = without(events, (event) => ['main#A#bank@2', 'main#A#bank@1'].includes(placeOf(event)));
    const found = await verified(left, archive, true);
    const answer = restoreAnswer(found.outcome);
    expect(answer.failed).toBe(false);
    expect(answer.text).toContain('FactMissing          main#A#bank@1  archive');
    expect(answer.text).toContain('Put back: 2. After that:');
    expect(answer.text).toContain('The table holds all that was sealed, with the same texts.');
    expect(restoreAnswer((await verified(left, archive)).outcome)).toMatchObject({ failed: true });
  });
});
