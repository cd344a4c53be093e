import { parseArgs } from 'node:util';
import { type Hunted, hunt } from './hunt.ts';
import { invariants } from './invariants.ts';
import { plantedBugs } from './planted/planted-bugs.ts';
import { type Simulation, simulate } from './simulate.ts';
import { type Tally, tally } from './tally.ts';

/*
 * npm run invariants -- [--seeds N] [--seed S] [--planted] [--json]
 *
 * Without --seed the seeds are 1 to N, so that two runs of the same code tell the same; with it, N seeds from S on.
 */

const usage = 'npm run invariants -- [--seeds N] [--seed S] [--planted] [--json]';
const seedsDefault = 500;
const plantedSeedsMaximum = 1_000;
const storyMaximum = 40;
const progressMilliseconds = 5_000;

const numberOf = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`${text} is no number of seeds and no seed. ${usage}`);
};

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    planted: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const first = numberOf(values.seed, 1);
const seeds = numberOf(values.seeds, values.seed === undefined ? seedsDefault : 1);

/** People read what happens on standard error, so that --json leaves one line on standard output. */
const say = (line: string): void => {
  (values.json ? process.stderr : process.stdout).write(`${line}\n`);
};

const tell = ({ seed, violations, story, hash }: Simulation): void => {
  say(`\nSeed ${seed} violates:`);
  for (const { invariant, what } of violations.slice(0, 10))
    say(`  ${invariant} ${invariants[invariant]}\n    ${what}`);
  say('What happened last:');
  for (const line of story.slice(-storyMaximum)) say(`  ${line}`);
  say(`Its history is ${hash}. Again: npm run invariants -- --seed ${seed}`);
};

const search = async (): Promise<Tally> => {
  const all = tally();
  const begun = performance.now();
  let told = begun;
  const pace = (): string => `${(all.seeds() / ((performance.now() - begun) / 1_000)).toFixed(1)} seeds/s`;
  for (let seed = first; seed < first + seeds; seed += 1) {
    const simulation = await simulate(seed);
    all.add(simulation);
    if (simulation.violations.length > 0) tell(simulation);
    if (performance.now() - told < progressMilliseconds) continue;
    told = performance.now();
    say(`${all.seeds()} of ${seeds} seeds, ${all.failed().length} with a violation, ${pace()}`);
  }
  say(`\n${all.seeds()} seeds, ${all.failed().length} with a violation, ${pace()}`);
  return all;
};

const counted = (title: string, counts: Readonly<Record<string, number>>): void => {
  say(`\n${title}`);
  for (const [name, times] of Object.entries(counts)) say(`${String(times).padStart(9)}  ${name}`);
};

const huntAll = async (): Promise<readonly Hunted[]> => {
  const hunted: Hunted[] = [];
  say('\nPlanted bugs, and how many seeds each survived');
  for (const bug of plantedBugs) {
    const found = await hunt(bug, first, plantedSeedsMaximum);
    hunted.push(found);
    say(`${String(found.caughtAfter ?? 'never').padStart(9)}  ${found.by ?? '      '}  ${found.id}: ${found.what}`);
  }
  return hunted;
};

const all = await search();
counted('Faults', all.faults());
counted('Paths that were taken', all.sometimes());
const planted = values.planted ? await huntAll() : [];
say(`\nhistory ${all.historyHash()}`);
const survivors = planted.filter(({ caughtAfter }) => caughtAfter === null);
if (values.json)
  process.stdout.write(
    `${JSON.stringify({
      seeds: all.seeds(),
      violations: all.failed().length,
      historyHash: all.historyHash(),
      faults: all.faults(),
      sometimes: all.sometimes(),
      planted: planted.map(({ id, caughtAfter, by }) => ({ id, caughtAfter, by })),
    })}\n`,
  );
// What a crashed process waited for never comes, and would keep this one from its end.
process.exit(all.failed().length > 0 || survivors.length > 0 ? 1 : 0);
