import { type Clients, clientsOf } from './clients/client.ts';
import { realCommands } from './clients/commands.ts';
import { type StoryOptions, tellStories } from './clients/stories.ts';
import { rivalOf } from './enumerate/rival.ts';
import { judgesOf } from './judges/judges.ts';
import { noBug, type PlantedBug } from './planted/planted-bug.ts';
import { startRepairers } from './world/repairers.ts';
import { startServices } from './world/services.ts';
import { systemOf } from './world/system.ts';
import type { Violation } from './world/trace.ts';
import { type SwarmOptions, swarmOf } from './world/weather.ts';
import { type World, worldOf } from './world/world.ts';

/** What came of one seed. */
export type Simulation = {
  readonly seed: number;
  /** SHA-256 over everything that happened, in order. */
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<string, number>;
  readonly paths: ReadonlyMap<string, number>;
  /** What happened, in sentences, of a run that violates something. */
  readonly story: readonly string[];
};

/** What is different from a seed's usual run: a planted bug, or that only some of it happens. */
export type SimulateOptions = Pick<SwarmOptions, 'mix' | 'mayStrike'> & StoryOptions & { readonly bug?: PlantedBug };

/** Several times what nearly any world comes to until it ends. */
const happeningsMaximum = 40_000;
const quarter = 15 * 60_000;

/** How often time passes for the sweeper after faults have stopped. What has not ended by then never will. */
const quartersMaximum = 12;

/** Where nothing happens for so long, longer than the rarest of schedules, nothing will. */
const quietQuarters = 5;

/** Runs one seed: clients and faults, then no more faults, until all has ended; and judges it. Always the same. */
export const simulate = (seed: number, { bug = noBug, mix, mayStrike, mayWish }: SimulateOptions = {}) =>
  runWorld(
    worldOf(seed, bug, (around) => swarmOf({ seed, mix, mayStrike, ...around })),
    (world, clients) => tellStories(world, clients, { mayWish }),
  );

/** Runs a world: what is told there, and what goes wrong there, until all has ended; and judges it. */
export const runWorld = async (
  world: World,
  tell: (world: World, clients: Clients) => Promise<void>,
): Promise<Simulation> => {
  const { schedule, trace, weather, output } = world;
  // Failures are what it is about, and nobody reads where each was made.
  Error.stackTraceLimit = 0;
  await output.during(async () => {
    const system = systemOf(world);
    const judges = judgesOf(world, system);
    const services = startServices(world, system);
    world.rival = rivalOf(world, system, judges.attribution);
    const commands = world.bug.commands?.(realCommands) ?? realCommands;
    const clients = clientsOf({ world, system, judges, commands });
    startRepairers({ world, system, clients, commands, judge: judges.repairs });
    void tell(world, clients);
    const isWrong = (): boolean => trace.violations().length > 0;

    // Where faults keep all from its end, as the rarest mixes do, they have had their time.
    await schedule.run(isWrong, happeningsMaximum);
    weather.calmDown();
    trace.note('faults stop');
    let liveness: Awaited<ReturnType<typeof schedule.run>> = 'idle';
    const isOver = (): boolean => services.areDone() && system.outside.machine.running() === 0;
    let quiet = 0;
    for (let passed = 0; passed < quartersMaximum && liveness !== 'endless' && !isWrong(); passed += 1) {
      const before = trace.told();
      schedule.after(quarter, schedule.stir);
      liveness = await schedule.run(isWrong, happeningsMaximum);
      quiet = isOver() && trace.told() === before ? quiet + 1 : 0;
      if (quiet === quietQuarters) break;
    }
    if (isWrong()) return;
    if (liveness !== 'idle' || !isOver()) trace.violate('SIM-21', `It does not come to an end: ${liveness}`);
    await judges.judgeEnd();
  });
  return {
    seed: world.seed,
    hash: trace.hash(),
    violations: trace.violations(),
    faults: trace.faults,
    paths: trace.paths,
    story: trace.violations().length === 0 ? [] : trace.story(),
  };
};
