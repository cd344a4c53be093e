import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { seenKey } from '../../../domain/projections/seen-key.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { type AuditOptions, gapMinutesMaximum, processForAudit } from '../../../functions/audit/process-for-audit.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { archivedFacts } from '../../support/archived-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import '../../support/quiet-log.ts';
import { dropped, honestFacts, isEntryOf, rewritten, tampered } from '../../domain/audit/tampering.ts';
import { testLedger } from '../../support/test-ledger.ts';

const auditWith = (more: Partial<AuditOptions> = {}) => {
  const { clock, waiting } = testLedger();
  const [store, archive, counted] = [memoryProjectionStore(), memoryArchive(), [] as string[]];
  const count = (name: string): void => void counted.push(name);
  const audit = processForAudit({ store, archive, clock, waiting, digest: sha256, count, ...more });
  const arrivalsOf = (events: readonly StoredEvent[]) =>
    events.map((event) => ({ delivered: deliveredFact(event), relayedAt }));
  return { store, archive, counted, process: (events: readonly StoredEvent[]) => audit(arrivalsOf(events)) };
};

const isEntry = isEntryOf('30.00');

/** The request of another transfer, so many minutes after one that was made. */
const requestedLater = (events: readonly StoredEvent[], minutes: number): StoredEvent => {
  const request = events.find(({ text }) => text.includes('TransferRequested'));
  if (request === undefined) throw new Error('No request');
  const fact = JSON.parse(request.text);
  const recordedAt = new Date(Date.parse(fact.recordedAt) + minutes * 60_000).toISOString();
  const text = canonicalJson({ ...fact, recordedAt, transferId: `trf_after_${minutes}` });
  return { ...request, streamId: streamIdOf('main', 'transfer', `trf_after_${minutes}`), text, hash: sha256(text) };
};

describe('the audit consumer', () => {
  it('archives what it checked, and counts nothing where nothing is wrong', async () => {
    const events = await honestFacts();
    const { archive, counted, process } = auditWith();
    expect(await process(events)).toEqual({ applied: events.length });
    expect(await archivedFacts(archive)).toEqual(
      events.map(({ streamId, version, text }) => `${streamId}@${version} ${text}`),
    );
    expect(counted).toEqual([]);
  });

  it('counts what it finds, and archives the evidence', async () => {
    const raised = rewritten((text) => text.replaceAll('"amount":"30.00"', '"amount":"31.00"'));
    const events = tampered(await honestFacts(), isEntry, raised);
    const { archive, counted, process } = auditWith();
    await process(events);
    expect(counted).toEqual(Array.from({ length: 5 }, () => 'AuditFindings'));
    expect(await archivedFacts(archive)).toHaveLength(events.length);
  });

  it('counts a finding once, however often its fact is delivered', async () => {
    const events = tampered(
      await honestFacts(),
      isEntry,
      rewritten((text) => text.replace('"30.00"', '"31.00"')),
    );
    const { counted, process } = auditWith();
    await process(events);
    const before = [...counted];
    expect(before).not.toEqual([]);
    await process(events);
    expect(counted).toEqual(before);
  });

  it('waits for a version that is late, and counts one that stays away', async () => {
    const honest = await honestFacts();
    const events = tampered(honest, isEntry, dropped);
    const { counted, process } = auditWith();
    await process(events);
    await process([requestedLater(events, gapMinutesMaximum - 1)]);
    expect(counted).toEqual([]);
    await process([requestedLater(events, gapMinutesMaximum + 1)]);
    // Of both of the accounts that the entry was on.
    expect(counted).toEqual(['AuditFindings', 'AuditFindings']);
    await process(honest);
    await process([requestedLater(events, gapMinutesMaximum + 2)]);
    expect(counted).toHaveLength(2);
  });

  it('notes when it saw the facts of a transfer', async () => {
    const { store, process } = auditWith();
    await process(await honestFacts());
    const [row] = await store.load([seenKey('main', 'trf_1', 'main#X#trf_1@0')]);
    expect(row?.body).toEqual({ seenAt: expect.any(String), relayedAt });
  });

  it('has all come again when the archive fails', async () => {
    const archive = memoryArchive();
    let failures = 1;
    const create: typeof archive.create = async (name, body) => {
      failures -= 1;
      if (failures >= 0) throw new TransientFailure('It cannot be reached');
      return archive.create(name, body);
    };
    const { process } = auditWith({ archive: { ...archive, create } });
    const events = await honestFacts();
    expect(await process(events)).toMatchObject({ applied: 0, failure: expect.any(TransientFailure) });
    expect(await process(events)).toEqual({ applied: events.length });
    expect(await archivedFacts(archive)).toHaveLength(events.length);
  });
});
