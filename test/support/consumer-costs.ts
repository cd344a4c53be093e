import type { EventStore, StoredEvent } from '../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../domain/projections/balance.ts';
import { defaultRiskPolicy } from '../../domain/risk/risk-policy.ts';
import { memoryArchive } from '../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../functions/adapters/memory/projection-store.ts';
import { processForAudit } from '../../functions/audit/process-for-audit.ts';
import { deliveredFact } from '../../functions/facts/delivered-fact.ts';
import { processForFraud } from '../../functions/fraud/process-for-fraud.ts';
import { notingProgress } from '../../functions/runtime/consumer-progress.ts';
import { sha256 } from '../../functions/runtime/digest.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';
import type { ProcessFacts } from '../../functions/runtime/process-facts.ts';
import { projectFacts } from '../../functions/runtime/project-facts.ts';
import { countedRows, type RowCost } from './counted-rows.ts';
import { relayedAt } from './kinesis-event.ts';
import { entryOf, open, post, testLedger } from './test-ledger.ts';

export type ConsumerName = 'balance' | 'fraud' | 'audit';

const pairs = 50;
/** Some rows are shared by versions next to each other, so every place among those has to come equally often. */
const rounds = 8;

/**
 * What consumers spend on an entry with two postings, on accounts that move in turn, where each batch brings so many of
 * them.
 */
export const costOfConsumers = async (factsPerBatch: number): Promise<Readonly<Record<ConsumerName, RowCost>>> => {
  const ledger = testLedger();
  const accounts = Array.from({ length: pairs * 2 }, (_, index) => `sellers:${1_000 + index}:payable`);
  for (const id of accounts) await open(ledger, id);
  const opened = await publishedIn(ledger.eventStore);
  for (let sequence = 0; sequence < pairs * rounds; sequence += 1) {
    const debited = accounts[(sequence * 2) % accounts.length] ?? '';
    const credited = accounts[(sequence * 2 + 1) % accounts.length] ?? '';
    await post(ledger, `entry ${sequence}`, entryOf(debited, credited, `${10 + (sequence % 7)}.50`));
  }
  const entries = (await publishedIn(ledger.eventStore)).filter(({ streamId }) => streamId.includes('#J#'));
  const costWith = async (build: (store: ProjectionStore, ledger: Ledger) => ProcessFacts): Promise<RowCost> => {
    const rows = countedRows(memoryProjectionStore());
    const process = build(rows, ledger);
    await deliver(process, opened, 100);
    const before = rows.cost();
    await deliver(process, entries, factsPerBatch);
    return each(before, rows.cost(), entries.length);
  };
  return {
    balance: await costWith(balanceOn),
    fraud: await costWith(fraudOn),
    audit: await costWith(auditOn),
  };
};

const balanceOn = (store: ProjectionStore, { clock }: Ledger): ProcessFacts =>
  notingProgress('balance', projectFacts({ store, clock, projection: balanceProjection }), { store, clock });

const fraudOn = (store: ProjectionStore, { clock, eventStore, waiting }: Ledger): ProcessFacts => {
  const risk = { store, clock, eventStore, waiting, digest: sha256, policy: defaultRiskPolicy };
  return notingProgress('fraud', processForFraud(risk), { store, clock });
};

const auditOn = (store: ProjectionStore, { clock, waiting }: Ledger): ProcessFacts => {
  const audit = { store, clock, waiting, digest: sha256, archive: memoryArchive(), count: () => {} };
  return notingProgress('audit', processForAudit(audit), { store, clock });
};

const deliver = async (process: ProcessFacts, events: readonly StoredEvent[], size: number): Promise<void> => {
  for (let first = 0; first < events.length; first += size) {
    const arrivals = events.slice(first, first + size).map((event) => ({ delivered: deliveredFact(event), relayedAt }));
    const { failure } = await process(arrivals);
    if (failure !== undefined) throw failure;
  }
};

const publishedIn = async (eventStore: EventStore): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of eventStore.scan()) if (event.published) events.push(event);
  return events.sort((left, right) => (recordedAtOf(left) < recordedAtOf(right) ? -1 : 1));
};

const recordedAtOf = ({ text }: StoredEvent): string => String(JSON.parse(text).recordedAt);

const each = (before: RowCost, after: RowCost, facts: number): RowCost => ({
  writeUnits: (after.writeUnits - before.writeUnits) / facts,
  readUnits: (after.readUnits - before.readUnits) / facts,
  rowsWritten: (after.rowsWritten - before.rowsWritten) / facts,
  requests: (after.requests - before.requests) / facts,
});
