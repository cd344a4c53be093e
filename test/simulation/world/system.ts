import type { WaitingSteps } from '../../../domain/ports/waiting-steps.ts';
import { defaultRiskPolicy, type RiskPolicy } from '../../../domain/risk/risk-policy.ts';
import { cachedHeads } from '../../../functions/adapters/cached-heads.ts';
import { groupCommit } from '../../../functions/adapters/group-commit.ts';
import { keyDestructionIn } from '../../../functions/adapters/keys/key-destruction.ts';
import { memoryProjectionStore } from '../../../functions/adapters/memory/projection-store.ts';
import { simulatedRail } from '../../../functions/adapters/rail/simulated-rail.ts';
import { riskScreen } from '../../../functions/adapters/risk/risk-screen.ts';
import type { BackOfficeDependencies } from '../../../functions/bank/back-office.ts';
import { relay } from '../../../functions/relay/relay.ts';
import { sha256 } from '../../../functions/runtime/digest.ts';
import { lanes } from '../../../functions/runtime/lanes.ts';
import type { Ledger } from '../../../functions/runtime/ledger.ts';
import { stripeMemory } from '../../../functions/runtime/stripe-memory.ts';
import { waitingStepsIn } from '../../../functions/runtime/waiting-steps.ts';
import { runStep } from '../../../functions/saga/run-step.ts';
import type { SagaDependencies } from '../../../functions/saga/step-context.ts';
import type { Executions } from '../../../functions/sweeper/executions.ts';
import type { SweepDependencies } from '../../../functions/sweeper/sweep.ts';
import type { ConsumerName } from '../planted/planted-bug.ts';
import { type StandingAuditor, standingAuditor } from './auditor.ts';
import { type ConsumerWork, consumerOf, metricsOf } from './consumers.ts';
import type { Life } from './life.ts';
import { olderWriter } from './older-versions.ts';
import { type Outside, outsideOf } from './outside.ts';
import { perilous } from './perilous.ts';
import { type Process, processOf } from './process.ts';
import { tableStore } from './table-client.ts';
import type { World } from './world.ts';

/** What the process of an API has. */
export type ApiServices = {
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly waitingSteps: WaitingSteps;
};

/** All functions of a stack as processes, each wired as its handler wires it, and what lasts beside them. */
export type System = {
  readonly outside: Outside;
  readonly apis: readonly Process<ApiServices>[];
  readonly sagas: readonly Process<SagaDependencies>[];
  readonly sweeper: Process<SweepDependencies>;
  readonly bank: Process<BackOfficeDependencies>;
  readonly auditor: Process<StandingAuditor>;
  readonly relay: Process<ReturnType<typeof relay>>;
  /** Starts one of the consumers on a shard. */
  readonly startConsumer: (name: ConsumerName, shard: string) => Process<ConsumerWork>;
  /** The processes that may be asked to seal the logs: those of the audit function. */
  readonly sealers: () => readonly Process<ConsumerWork>[];
};

export const consumerNames = ['balance', 'fraud', 'audit'] as const satisfies readonly ConsumerName[];

/** More than two departures a minute are looked at, more than four block: simulations come to reviews and alerts. */
const policy: RiskPolicy = {
  ...defaultRiskPolicy,
  countMaximum: { ...defaultRiskPolicy.countMaximum, minute: { review: 2, block: 4 } },
};

export const systemOf = (world: World): System => {
  const outside = outsideOf(world);
  const parts = { world, outside };
  const sealers: Process<ConsumerWork>[] = [];
  const started = <Services>(name: string, start: (life: Life) => Services): Process<Services> =>
    processOf(world, name, start);
  return {
    outside,
    apis: ['api-1', 'api-2', 'api-3'].map((name) => started(name, (life) => apiOf(parts, life))),
    sagas: ['saga-1', 'saga-2'].map((name) => started(name, (life) => sagaOf(parts, life))),
    sweeper: started('sweeper', (life) => sweeperOf(parts, life)),
    bank: started('bank', (life) => bankOf(parts, life)),
    auditor: started('auditor', (life) => standingAuditor(world, outside, life)),
    relay: started('relay', (life) => relayOf(parts, life)),
    startConsumer: (name, shard) => {
      const process = started(`${name} of ${shard}`, (life) => consumerOf(name, { ...parts, life, policy }));
      if (name === 'audit') sealers.push(process);
      return process;
    },
    sealers: () => sealers,
  };
};

type Parts = { readonly world: World; readonly outside: Outside };

const ledgerOf = ({ world, outside }: Parts, life: Life): Ledger => {
  const uncached = olderWriter(tableStore(world, outside.ledger, life), life);
  const cached = groupCommit(cachedHeads(uncached, { now: world.schedule.now }));
  return {
    eventStore: world.bug.eventStore?.(cached, uncached) ?? cached,
    clock: life.clock,
    digest: sha256,
    waiting: life.waiting,
    lanes: lanes(),
    stripes: stripeMemory(),
    onConflict: () => world.trace.sometimes('a command lost a race and was decided again'),
  };
};

const rowsOf = ({ world, outside }: Parts, table: 'views' | 'risk' | 'tasks' | 'bank', life: Life) => {
  const rows = perilous(life).rows(table, outside[table]);
  return world.bug.rows?.(rows, table, life.process) ?? rows;
};

const executionsOf = ({ world, outside }: Parts, life: Life): Executions => {
  const executions = perilous(life).executions(outside.machine.executions);
  return world.bug.executions?.(executions) ?? executions;
};

const waitingOf = (parts: Parts, life: Life) =>
  waitingStepsIn(rowsOf(parts, 'tasks', life), perilous(life).callback(parts.outside.machine.callback));

const apiOf = (parts: Parts, life: Life): ApiServices => ({
  ledger: ledgerOf(parts, life),
  executions: executionsOf(parts, life),
  waitingSteps: waitingOf(parts, life),
});

const sagaOf = (parts: Parts, life: Life): SagaDependencies => {
  const rail = perilous(life).rail(simulatedRail(rowsOf(parts, 'bank', life), life.clock));
  return {
    ledger: ledgerOf(parts, life),
    rail: parts.world.bug.rail?.(rail) ?? rail,
    riskStore: riskScreen(rowsOf(parts, 'risk', life), policy),
    waitingSteps: waitingOf(parts, life),
    count: metricsOf(parts.world, 'saga'),
  };
};

const sweeperOf = (parts: Parts, life: Life): SweepDependencies => ({
  ledger: ledgerOf(parts, life),
  views: rowsOf(parts, 'views', life),
  // Nobody seals anything in a simulation.
  keys: keyDestructionIn(memoryProjectionStore()),
  executions: executionsOf(parts, life),
  publisher: perilous(life).publisher(parts.outside.facts.publisher),
  clock: life.clock,
  count: metricsOf(parts.world, 'sweeper'),
});

const bankOf = (parts: Parts, life: Life): BackOfficeDependencies => ({
  ledger: ledgerOf(parts, life),
  waitingSteps: waitingOf(parts, life),
  books: rowsOf(parts, 'bank', life),
  clock: life.clock,
});

const relayOf = ({ world, outside }: Parts, life: Life): ReturnType<typeof relay> => {
  const publisher = perilous(life).publisher(outside.facts.publisher);
  const handle = relay({
    publisher: world.bug.publisher?.(publisher) ?? publisher,
    parking: perilous(life).parking(outside.parking),
    clock: life.clock,
    count: metricsOf(world, 'relay'),
  });
  return world.bug.relay?.(handle) ?? handle;
};

/** One step of the payout, by one of the processes that do that. */
export const serveSteps = (world: World, { sagas, outside }: System): void => {
  const run = world.bug.step?.(runStep) ?? runStep;
  const { random } = world.weather.at('saga functions');
  outside.machine.serveWith((request, timeout) =>
    random.pick(sagas).call((dependencies) => run(dependencies, request), timeout, request.step),
  );
};
