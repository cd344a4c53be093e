import { allSingleFaults } from '../enumerate/single.ts';
import { payoutTales } from '../enumerate/tales.ts';
import { tellWithCrashes } from '../enumerate/tell-with-crashes.ts';
import { performAll } from '../pool.ts';
import { type Tally, tally } from '../tally.ts';
import type { Job } from '../work.ts';
import type { Words } from './read-words.ts';
import { progressOver, type Say } from './say.ts';
import { tellViolation } from './tell-violation.ts';

const toldMaximum = 20;

/** What an enumeration came to, as `--json` says it. */
export type Enumerated = {
  readonly sites: number;
  readonly singleFaults: number;
  readonly pairs: number;
  readonly violations: number;
};

/** Tries every fault at every site, and all pairs of crashes where that is asked for; says what came of it. */
export const runEnumeration = async (words: Words, say: Say): Promise<Enumerated> => {
  const faults = await allSingleFaults();
  const sites = new Set(faults.map(({ fault }) => fault.site)).size;
  say(`${sites} sites were found, and ${faults.length} single faults at them`);
  const singles = await perform(
    'single faults',
    faults.map((fault) => ({ kind: 'single', fault })),
    words,
  );
  for (const wrong of singles.wrong().slice(0, toldMaximum)) await tellViolation(say, wrong, {});
  say(`${singles.ran()} single faults at ${sites} sites, ${singles.wrong().length} with a violation`);
  if (!words.isPaired) return { sites, singleFaults: singles.ran(), pairs: 0, violations: singles.wrong().length };
  const pairs = await perform('first crashes', await pairJobs(say), words);
  for (const wrong of pairs.wrong().slice(0, toldMaximum)) await tellViolation(say, wrong, {});
  say(`${pairs.ran()} pairs of crashes, ${pairs.wrong().length} with a violation`);
  const violations = singles.wrong().length + pairs.wrong().length;
  return { sites, singleFaults: singles.ran(), pairs: pairs.ran(), violations };
};

const pairJobs = async (say: Say): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const { name } of payoutTales) {
    const { passed } = await tellWithCrashes(name, []);
    say(`"${name}" has ${passed} points where it can be cut`);
    for (let first = 1; first <= passed; first += 1) jobs.push({ kind: 'pairs', tale: name, first });
  }
  return jobs;
};

const perform = async (what: string, jobs: readonly Job[], { workers }: Words): Promise<Tally> => {
  const all = tally();
  const progress = progressOver(what, jobs.length);
  await performAll(jobs, {
    workers,
    onOutcome: (outcome, position) => {
      all.add(outcome, position);
      progress.more(1);
    },
  });
  progress.stop();
  return all;
};
