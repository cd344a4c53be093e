import type { Archive } from '../../../domain/ports/archive.ts';
import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import type { ProjectionStore, Row, RowKey } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import { defaultRiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { riskProjection } from '../../../domain/risk/risk-projection.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { memoryArchive } from '../../../functions/adapters/memory/archive.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { decisionIdOf } from '../../../functions/adapters/risk/decision-id.ts';
import { processForAudit } from '../../../functions/audit/process-for-audit.ts';
import { logSealer } from '../../../functions/audit/seal-logs.ts';
import { auditLedgers } from '../../../functions/auditor/audit-ledgers.ts';
import type { AuditorParts } from '../../../functions/auditor/auditor-parts.ts';
import { deliveredFact } from '../../../functions/facts/delivered-fact.ts';
import type { Waiting } from '../../../functions/runtime/backoff.ts';
import {
  type Comparison,
  type ComparisonParts,
  compareConsumers,
} from '../../../functions/runtime/compare-consumers.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { relayedAt } from '../../support/kinesis-event.ts';
import { testLedger } from '../../support/test-ledger.ts';
import { sealOptions } from '../audit/log-parts.ts';

export type ConsumerOfWorld = 'balance' | 'fraud' | 'audit';

const begun = Date.parse('2026-11-23T10:00:00.000Z');

/** A ledger, its three consumers, and the auditor that watches them, all in memory and at a time that tests set. */
export const auditorWorld = () => {
  const ledger = testLedger();
  const [views, risk, audit, auditor] = [0, 0, 0, 0].map(memoryProjectionStore) as unknown as Stores;
  const archive = memoryArchive();
  let now = begun + 60_000;
  const clock = { now: () => instantOf(now) };
  const parts: AuditorParts = {
    eventStore: ledger.eventStore,
    ...{ views, risk, audit, auditor, archive, clock, digest: sha256 },
  };
  const { sealAll, send } = consumersOf({ ...parts, views, risk, audit, archive }, ledger.waiting);
  const delivered = new Set<string>();
  return {
    ...{ parts, ledger, views, risk, audit, auditor, archive, seal: sealAll, redeliver: send },
    pass: (seconds: number): void => {
      now += seconds * 1_000;
    },
    /** Delivers what was recorded since, but for what `isDropped` says of a consumer. */
    deliver: async (isDropped: (consumer: ConsumerOfWorld, event: StoredEvent) => boolean = () => false) => {
      const events = await newIn(ledger.eventStore, delivered);
      for (const consumer of ['balance', 'fraud', 'audit'] as const)
        await send(
          consumer,
          events.filter((event) => !isDropped(consumer, event)),
        );
    },
    compare: (changes: Partial<ComparisonParts> = {}): Promise<Comparison> =>
      compareConsumers(
        'main',
        { now: clock.now(), minutes: 60 },
        { ...parts, kept: { balance: views, fraud: risk }, ...changes },
      ),
    /** Runs the auditor once and answers what it published. */
    run: (changes: Partial<AuditorParts> = {}) => published({ ...parts, ...changes }),
  };
};

type Followed = Pick<AuditorParts, 'clock'> & {
  readonly views: ProjectionStore;
  readonly risk: ProjectionStore;
  readonly audit: ProjectionStore;
  readonly archive: Archive;
};

const consumersOf = ({ views, risk, audit, archive, clock }: Followed, waiting: Waiting) => {
  const options = { clock, waiting };
  const sealer = logSealer({ ...sealOptions(audit, archive), store: audit, clock, count: () => {} });
  const ofRisk = riskProjection({ policy: defaultRiskPolicy, decisionIdOf });
  const processes: Readonly<Record<ConsumerOfWorld, ProcessFacts>> = {
    balance: projectFacts({ projection: balanceProjection, store: views, ...options }),
    fraud: projectFacts({ projection: ofRisk, store: risk, ...options }),
    audit: processForAudit({
      ...{ store: audit, archive, digest: sha256, count: () => {}, onArchived: sealer.sealWhenDue },
      ...options,
    }),
  };
  const send = async (consumer: ConsumerOfWorld, events: readonly StoredEvent[]): Promise<void> => {
    const arrivals = events.map((event) => ({ delivered: deliveredFact(event), relayedAt }));
    const { failure } = await processes[consumer](arrivals);
    if (failure !== undefined) throw failure;
  };
  return { sealAll: sealer.sealAll, send };
};

type Stores = readonly [ProjectionStore, ProjectionStore, ProjectionStore, ProjectionStore];

const published = async (parts: AuditorParts): Promise<Readonly<Record<string, number>>> => {
  const metrics: Record<string, number> = {};
  await auditLedgers(parts, (name, by = 1) => {
    metrics[name] = by;
  });
  return metrics;
};

const newIn = async (eventStore: EventStore, delivered: Set<string>): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const event of eventStore.scan()) {
    const place = `${event.streamId}@${event.version}`;
    if (!event.published || delivered.has(place)) continue;
    delivered.add(place);
    events.push(event);
  }
  return events;
};

/** A store of which one row reads as something else. */
export const falsified = (
  store: ProjectionStore,
  key: RowKey,
  change: (body: Row['body']) => Row['body'],
): ProjectionStore => {
  const isIt = (row: Row): boolean => row.key.partition === key.partition && row.key.sort === key.sort;
  const changed = (rows: readonly Row[]): readonly Row[] =>
    rows.map((row) => (isIt(row) ? { ...row, body: change(row.body) } : row));
  return {
    ...store,
    load: async (keys) => changed(await store.load(keys)),
    query: async (query) => changed(await store.query(query)),
  };
};

/** An archive of which some objects read as something else. */
export const forged = (archive: Archive, change: (name: string, text: string) => string | undefined): Archive => ({
  ...archive,
  read: async (name) => {
    const text = await archive.read(name);
    return text === undefined ? undefined : change(name, text);
  },
});
