import { particularsOf } from '../../../domain/audit/particulars.ts';
import type { ArchivableFact } from '../../../domain/audit/sequence.ts';
import type { Fact } from '../../../domain/facts/fact.ts';
import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { factIdOf } from '../../../domain/shared/stream-id.ts';
import { entryBody, leg, open, post, testLedger } from '../../support/test-ledger.ts';
import { newestOnlyStore } from './newest-only-store.ts';

const sellers = 1_000;

/**
 * The facts of a marketplace, in batches as a consumer gets them: its accounts are opened, then cards pay sellers, each
 * with a fee. `count` facts in all, made by the real commands.
 */
export async function* madeFacts(count: number, perBatch: number): AsyncGenerator<readonly ArchivableFact[]> {
  let batch: ArchivableFact[] = [];
  const ledger = testLedger(newestOnlyStore((event) => batch.push(archivableOf(event))));
  await open(ledger, 'assets:bank:operating');
  await open(ledger, 'income:fees', { type: 'income' });
  for (let seller = 0; seller < sellers; seller += 1) await open(ledger, sellerOf(seller), { type: 'liability' });
  let made = 0;
  for (let sequence = 0; made + batch.length < count; sequence += 1) {
    await post(ledger, `payment ${sequence}`, payment(sequence));
    if (batch.length < perBatch) continue;
    const full = batch.slice(0, count - made);
    made += full.length;
    batch = [];
    yield full;
  }
  if (batch.length > 0) yield batch.slice(0, count - made);
}

const sellerOf = (number: number): string => `sellers:${number}:payable`;

const payment = (sequence: number) =>
  entryBody([
    leg('assets:bank:operating', 'debit', '100.00'),
    leg(sellerOf(sequence % sellers), 'credit', '97.10'),
    leg('income:fees', 'credit', '2.90'),
  ]);

const archivableOf = ({ streamId, version, hash, text }: StoredEvent): ArchivableFact => ({
  factId: factIdOf(streamId, version),
  hash,
  text,
  particulars: particularsOf(JSON.parse(text) as Fact),
});
