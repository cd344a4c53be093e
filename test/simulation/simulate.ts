import { clientsOf } from './clients/client.ts';
import { tellStories } from './clients/stories.ts';
import { answerJudge } from './judges/answer-judge.ts';
import { attribution } from './judges/attribution.ts';
import { commitJudge } from './judges/commit-judge.ts';
import { judgeEnd } from './judges/end-judge.ts';
import { emptyShadow } from './judges/shadow.ts';
import { noBug, type PlantedBug } from './planted/planted-bug.ts';
import { startServices } from './world/services.ts';
import { systemOf } from './world/system.ts';
import type { Violation } from './world/trace.ts';
import { worldOf } from './world/world.ts';

/** What came of one seed. */
export type Simulation = {
  readonly seed: number;
  /** SHA-256 over everything that happened, in order. */
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<string, number>;
  readonly paths: ReadonlyMap<string, number>;
  readonly story: readonly string[];
  readonly commits: number;
};

const happeningsMaximum = 60_000;
const quarter = 15 * 60_000;

/** How often time passes for the sweeper after faults have stopped. What has not ended by then never will. */
const quartersMaximum = 12;

/** Runs one seed: clients and faults, then no more faults, until all has ended; and judges it. Always the same. */
export const simulate = async (seed: number, bug: PlantedBug = noBug): Promise<Simulation> => {
  const world = worldOf(seed, bug);
  const { schedule, trace, weather, output } = world;
  await output.during(async () => {
    const system = systemOf(world);
    const shadow = emptyShadow();
    const attributed = attribution(trace);
    const answers = answerJudge(world, shadow, attributed);
    const judgeCommit = commitJudge(trace, shadow);
    system.outside.ledger.listen((commit) => {
      judgeCommit(commit);
      attributed.judge(commit);
      answers.changed();
    });
    const services = startServices(world, system);
    const clients = clientsOf({ world, system, judge: answers, attribution: attributed });
    void tellStories(world, clients);
    const isWrong = (): boolean => trace.violations().length > 0;

    const safety = await schedule.run(isWrong, happeningsMaximum);
    weather.calmDown();
    trace.note('faults stop');
    let liveness = safety;
    const isOver = (): boolean => services.areDone() && system.outside.machine.running() === 0;
    for (let passed = 0; passed < quartersMaximum && !isWrong(); passed += 1) {
      schedule.after(quarter, schedule.stir);
      liveness = await schedule.run(isWrong, happeningsMaximum);
    }
    if (isWrong()) return;
    if (liveness !== 'idle' || !isOver()) trace.violate('SIM-21', `It does not come to an end: ${liveness}`);
    answers.atEnd();
    await judgeEnd(world, system);
  });
  return {
    seed,
    hash: trace.hash(),
    violations: trace.violations(),
    faults: trace.faults,
    paths: trace.paths,
    story: trace.story(),
    commits: 0,
  };
};
