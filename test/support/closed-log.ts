import { changesOfText } from '../../domain/audit/close/account-change.ts';
import { headLine, headsText } from '../../domain/audit/close/account-head.ts';
import { closeLine } from '../../domain/audit/close/close-line.ts';
import { headsName } from '../../domain/audit/close/close-place.ts';
import { changedBy, type FoldedAccount } from '../../domain/audit/close/fold-heads.ts';
import { currencyTotals, headsRoot } from '../../domain/audit/close/heads-root.ts';
import { cosignatureName } from '../../domain/audit/log/log-place.ts';
import { particularsOf } from '../../domain/audit/particulars.ts';
import { type SequenceRow, segmentName, sequenceKey } from '../../domain/audit/sequence.ts';
import type { DeliveredFact } from '../../domain/projections/projection.ts';
import { type Instant, instantOf } from '../../domain/shared/instant.ts';
import { memoryArchive } from '../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { archiveFacts } from '../../functions/audit/archive-facts.ts';
import { recordKeys } from '../../functions/audit/record-keys.ts';
import { type SealOptions, sealLog } from '../../functions/audit/seal-log.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { bytesSha256 } from '../../functions/runtime/bytes-digest.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import { optionsWith } from '../functions/audit/archive-parts.ts';
import { sealOptions, signerOf } from '../functions/audit/log-parts.ts';
import { testLedger } from './test-ledger.ts';

/** A ledger in memory whose facts are archived, closed and sealed when the test says so. */
export const closedLog = () => {
  const ledger = testLedger();
  const store = memoryProjectionStore();
  const archive = memoryArchive();
  const archived = new Set<string>();
  const heads = new Map<string, FoldedAccount>();
  let previous: number | null = null;

  const archiveNew = async (): Promise<void> => {
    const facts: DeliveredFact[] = [];
    for await (const event of ledger.eventStore.scan()) if (event.published) facts.push(deliveredFact(event));
    const added = facts.filter(({ factId }) => !archived.has(factId)).sort(byTime);
    for (const { factId } of added) archived.add(factId);
    for (const { text } of added)
      for (const [id, account] of changedBy(heads, changesOfText(text, sha256))) heads.set(id, account);
    const described = added.map((fact) => ({ ...fact, particulars: particularsOf(fact.fact) }));
    await archiveFacts('main', described, optionsWith(store, archive));
  };

  const close = async (closedAt: Instant): Promise<number> => {
    const [row] = await store.load([sequenceKey('main')]);
    const { next } = (row?.body as SequenceRow | undefined) ?? { next: 1 };
    const known = [...heads.values()]
      .flatMap(({ head }) => (head === undefined ? [] : [head]))
      .sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
    const lines = known.map(headLine);
    await archive.create(headsName('main', next - 1), headsText(lines));
    const line = closeLine(next, {
      ...{ accounts: lines.length, closedAt, currencies: currencyTotals(known), ledger: 'main', previous },
      heads: headsRoot(bytesSha256, lines),
      reason: 'demand',
    });
    await archive.create(segmentName('main', next), `${line}\n`);
    await store.commit([{ key: sequenceKey('main'), revision: row?.revision ?? 0, body: { next: next + 1 } }]);
    previous = next - 1;
    return previous;
  };

  let keys = 0;
  const sealing = () => sealOptions(store, archive, { signers: signersOf(keys) });
  /** Seals all there is, and keeps what a witness would have said of it beside. */
  const seal = async (): Promise<number> => {
    let sealed = await sealLog('main', sealing());
    while (sealed.sealed > 0) sealed = await sealLog('main', sealing());
    await archive.create(cosignatureName('main', sealed.size, '00'.repeat(32)), '— witness.test/w1 AAAA\n');
    return sealed.size;
  };
  /** From now on other keys sign: both, then the newer alone, and so on. */
  const takeNewKeys = async (): Promise<void> => {
    keys += 1;
    await recordKeys('main', { ...sealing(), eventStore: ledger.eventStore });
  };
  return { ledger, archive, store, archiveNew, close, seal, takeNewKeys };
};

const signersOf = (keys: number): SealOptions['signers'] => {
  const newest = 1 + Math.ceil(keys / 2);
  return keys % 2 === 0 ? [signerOf(newest)] : [signerOf(newest - 1), signerOf(newest)];
};

/** A moment for closes, so many days after the ledger of tests begins. */
export const day = (days: number): Instant => instantOf(Date.parse('2026-11-23T12:00:00.000Z') + days * 86_400_000);

const byTime = (one: DeliveredFact, other: DeliveredFact): number =>
  one.fact.recordedAt < other.fact.recordedAt ? -1 : Number(one.fact.recordedAt > other.fact.recordedAt);
