import type { ProjectionStore } from '../../../domain/ports/projection-store.ts';
import { balanceProjection } from '../../../domain/projections/balance.ts';
import type { RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { processForAudit } from '../../../functions/audit/process-for-audit.ts';
import { processForFraud } from '../../../functions/fraud/process-for-fraud.ts';
import { consumer, type KinesisHandler } from '../../../functions/runtime/consumer.ts';
import { notingProgress } from '../../../functions/runtime/consumer-progress.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { embeddedMetrics } from '../../../functions/runtime/metrics.ts';
import type { ProcessFacts } from '../../../functions/runtime/process-facts.ts';
import { projectFacts } from '../../../functions/runtime/project-facts.ts';
import type { ConsumerName } from '../planted/planted-bug.ts';
import type { Life } from './life.ts';
import type { Outside } from './outside.ts';
import { perilous } from './perilous.ts';
import { tableStore } from './table-client.ts';
import type { World } from './world.ts';

type Parts = { readonly world: World; readonly outside: Outside; readonly life: Life; readonly policy: RiskPolicy };

/** One of the real consumers, as its handler wires it, over the stores of a simulation. */
export const consumerOf = (name: ConsumerName, parts: Parts): KinesisHandler => {
  const { world, outside, life } = parts;
  const { bug } = world;
  const ports = perilous(life);
  const table = name === 'balance' ? 'views' : name === 'fraud' ? 'risk' : 'audit';
  const perilousRows = ports.rows(table, outside[table]);
  const store = bug.rows?.(perilousRows, table, life.process) ?? perilousRows;
  const process = processOf(name, store, parts);
  const { clock } = life;
  return consumer({
    name,
    process: notingProgress(name, bug.facts?.(process, name) ?? process, { store, clock }),
    parking: ports.parking(bug.parking?.(outside.parking) ?? outside.parking),
    clock,
    count: metricsOf(world, name),
  });
};

const processOf = (
  name: ConsumerName,
  store: ProjectionStore,
  { world, outside, life, policy }: Parts,
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
      const archive = perilous(life).archive(world.bug.archive?.(outside.archive) ?? outside.archive);
      return processForAudit({ store, archive, digest: sha256, waiting, clock, count: metricsOf(world, name) });
    }
  }
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
