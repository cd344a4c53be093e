import type { Archive } from '../../../domain/ports/archive.ts';
import type { Parking } from '../../../domain/ports/parking.ts';
import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import type { RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import type { AuditWork } from '../../../functions/audit/audit-events.ts';
import { auditWork } from '../../../functions/audit/audit-work.ts';
import { type LogCloser, logCloser } from '../../../functions/audit/close/log-closer.ts';
import { processForAudit } from '../../../functions/audit/process-for-audit.ts';
import { type LogSealer, logSealer } from '../../../functions/audit/seal-logs.ts';
import { processForFraud } from '../../../functions/fraud/process-for-fraud.ts';
import { bytesSha256 } from '../../../functions/runtime/bytes-digest.ts';
import { consumer } from '../../../functions/runtime/consumer.ts';
import { notingProgress } from '../../../functions/runtime/consumer-progress.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { embeddedMetrics } from '../../../functions/runtime/metrics.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import { signerOf } from '../../functions/audit/log-parts.ts';
import type { ConsumerName } from '../planted/planted-bug.ts';
import type { Life } from './life.ts';
import { olderConsumer } from './older-versions.ts';
import type { Outside } from './outside.ts';
import { perilous } from './perilous.ts';
import { tableStore } from './table-client.ts';
import type { World } from './world.ts';

type Parts = { readonly world: World; readonly outside: Outside; readonly life: Life; readonly policy: RiskPolicy };

/** What a consumer's function does; only the audit's is ever asked for more than to consume. */
export type ConsumerWork = AuditWork;

/** One of the real consumers, as its handler wires it, over the stores of a simulation. */
export const consumerOf = (name: ConsumerName, parts: Parts): ConsumerWork => {
  const { world, outside, life } = parts;
  const { bug } = world;
  const ports = perilous(life);
  const table = name === 'balance' ? 'views' : name === 'fraud' ? 'risk' : 'audit';
  const perilousRows = ports.rows(table, outside[table]);
  const store = bug.rows?.(perilousRows, table, life.process) ?? perilousRows;
  const sealer = sealerOf(store, parts);
  const process = processOf(name, { ...parts, store, onArchived: sealing(sealer, outside) });
  const { clock } = life;
  const facts = olderConsumer(bug.facts?.(process, name) ?? process, life, world);
  const consume = consumer({
    name,
    process: notingProgress(name, facts, { store, clock }),
    parking: watched(world, ports.parking(bug.parking?.(outside.parking) ?? outside.parking)),
    clock,
    count: metricsOf(world, name),
  });
  const closer = closerOf(store, parts);
  return auditWork({ consume, sealer, closer, witness: async () => {} });
};

/** Reasons for which records are parked are read by people too. */
const watched = ({ output }: World, { park }: Parking): Parking => ({
  park: (record) => {
    output.look(record.reason);
    return park(record);
  },
});

/** Seals whenever facts are archived; or only the first time, which notes that there is a log, and then by schedule. */
const sealing = ({ sealWhenDue }: LogSealer, { isSealedAtOnce }: Outside) => {
  let isNoted = false;
  return async (ledger: string): Promise<void> => {
    if (isNoted && !isSealedAtOnce) return;
    await sealWhenDue(ledger);
    isNoted = true;
  };
};

type ProcessParts = Parts & {
  readonly store: ProjectionStore;
  readonly onArchived: (ledger: string) => Promise<void>;
};

const processOf = (
  name: ConsumerName,
  { world, outside, life, policy, store, onArchived }: ProcessParts,
): ProcessFacts => {
  const { clock, waiting } = life;
  const onConflict = (): void => world.trace.sometimes('a consumer lost a race for a row');
  switch (name) {
    case 'balance':
      return projectFacts({ projection: balanceProjection, store, clock, waiting, onConflict });
    case 'fraud': {
      const eventStore = tableStore(world, outside.ledger, life);
      return processForFraud({ store, eventStore, clock, waiting, digest: sha256, policy, onConflict });
    }
    case 'audit': {
      const count = metricsOf(world, name);
      return processForAudit({
        store,
        archive: archiveFor(world, outside, life),
        digest: sha256,
        waiting,
        clock,
        count,
        onArchived,
      });
    }
  }
};

const archiveFor = (world: World, outside: Outside, life: Life): Archive =>
  perilous(life).archive(world.bug.archive?.(outside.archive) ?? outside.archive);

/** The real sealer of logs, of which each process of the audit has one. */
const sealerOf = (store: ProjectionStore, { world, outside, life }: Parts): LogSealer => {
  const sealer = logSealer({
    store,
    archive: archiveFor(world, outside, life),
    clock: life.clock,
    digest: bytesSha256,
    signers: [signer],
    logName: 'quipu/simulation',
    count: metricsOf(world, 'audit'),
  });
  return world.bug.sealer?.(sealer) ?? sealer;
};

const signer = signerOf(1);

/** When logs are closed each day: worlds begin in the morning, and reach the next day where somebody waits. */
const closeTime = '00:05';

const closerOf = (store: ProjectionStore, { world, outside, life }: Parts): LogCloser => {
  const closer = logCloser({
    store,
    archive: archiveFor(world, outside, life),
    eventStore: tableStore(world, outside.ledger, life),
    clock: life.clock,
    waiting: life.waiting,
    textDigest: sha256,
    bytesDigest: bytesSha256,
    closeTime,
    count: metricsOf(world, 'audit'),
  });
  return world.bug.closer?.(closer) ?? closer;
};

/** The real metrics, of which the lines are looked at. */
export const metricsOf = (world: World, functionName: string) => {
  const write = (line: string): void => world.output.look(line);
  const count = embeddedMetrics({ stack: 'simulation', functionName, write, now: world.schedule.now });
  return (...[name, by]: Parameters<typeof count>): void => {
    world.trace.sometimes(`metric ${name}`);
    count(name, by);
  };
};
