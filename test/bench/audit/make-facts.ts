import { particularsOf } from '../../../domain/audit/particulars.ts';
import type { ArchivableFact } from '../../../domain/audit/sequence.ts';
import type { Fact } from '../../../domain/facts/fact.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { factIdOf } from '../../../domain/shared/stream-id.ts';
import { entryBody, leg, open, post, testLedger } from '../../support/test-ledger.ts';
import { newestOnlyStore } from './newest-only-store.ts';

const sellers = 1_000;

/**
 * The facts of a marketplace, in batches as a consumer gets them: 1,001 accounts are opened, then cards pay sellers in
 * `entries` journal entries of two postings. The real commands make them.
 */
export async function* madeFacts(entries: number, perBatch: number): AsyncGenerator<readonly ArchivableFact[]> {
  let batch: ArchivableFact[] = [];
  const ledger = testLedger(newestOnlyStore((event) => batch.push(archivableOf(event))));
  const taken = (): readonly ArchivableFact[] => {
    const full = batch;
    batch = [];
    return full;
  };
  await open(ledger, 'assets:bank:operating');
  for (let seller = 0; seller < sellers; seller += 1) await open(ledger, sellerOf(seller), { type: 'liability' });
  for (let sequence = 0; sequence < entries; sequence += 1) {
    await post(ledger, `payment ${sequence}`, payment(sequence));
    if (batch.length >= perBatch) yield taken();
  }
  yield taken();
}

const sellerOf = (number: number): string => `sellers:${number}:payable`;

const payment = (sequence: number) => ({
  ...entryBody([leg('assets:bank:operating', 'debit', '97.10'), leg(sellerOf(sequence % sellers), 'credit', '97.10')]),
  description: `Card payment ${sequence}`,
});

const archivableOf = ({ streamId, version, hash, text }: StoredEvent): ArchivableFact => ({
  factId: factIdOf(streamId, version),
  hash,
  text,
  particulars: particularsOf(JSON.parse(text) as Fact),
});
