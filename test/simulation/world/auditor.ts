import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { auditLedgers } from '../../../functions/auditor/audit-ledgers.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import type { Count, MetricName } from '../../../functions/runtime/metrics.ts';
import { metricsOf } from './consumers.ts';
import type { Life } from './life.ts';
import type { Outside } from './outside.ts';
import { perilous } from './perilous.ts';
import { tableStore } from './table-client.ts';
import type { World } from './world.ts';

/** What the standing auditor found in one run, by the metrics that it publishes. */
export type AuditorsWord = ReadonlyMap<MetricName, number>;

/** One run of the real standing auditor over all ledgers. */
export type StandingAuditor = () => Promise<AuditorsWord>;

export const standingAuditor = (world: World, outside: Outside, life: Life): StandingAuditor => {
  const { trace } = world;
  const ports = perilous(life);
  const rows = (table: 'views' | 'risk' | 'audit' | 'auditor'): ProjectionStore => {
    const store = ports.rows(table, outside[table]);
    return world.bug.rows?.(store, table, life.process) ?? store;
  };
  const parts = {
    eventStore: tableStore(world, outside.ledger, life),
    ...{ views: rows('views'), risk: rows('risk'), audit: rows('audit'), auditor: rows('auditor') },
    archive: ports.archive(outside.archive),
    ...{ clock: life.clock, digest: sha256 },
  };
  const published = metricsOf(world, 'auditor');
  return async () => {
    const word = new Map<MetricName, number>();
    const count: Count = (name, by = 1) => {
      word.set(name, by);
      published(name, by);
      if (by > 0) trace.sometimes(`the auditor published ${name}`);
      if (by > 0 && name === 'Imbalance') trace.violate('SIM-28', `The auditor finds ${by} currencies out of balance`);
    };
    await auditLedgers(parts, count);
    trace.sometimes('the auditor went round');
    return word;
  };
};
