import { performAll } from '../pool.ts';
import { sometimes } from '../sometimes.ts';
import { type Tally, tally } from '../tally.ts';
import type { Wrong } from '../work.ts';
import type { Words } from './read-words.ts';
import { progressOver, type Say, sayCounts } from './say.ts';
import { tellViolation, toldMaximum } from './tell-violation.ts';

/** So many seeds come to everything that is worth coming to; where they do not, something is not tried any more. */
export const seedsForEverything = 1_000;

/** Runs seeds, and says what they came to. Answers that, and what went wrong. */
export const runSeeds = async (words: Words, say: Say): Promise<{ readonly all: Tally; readonly failures: number }> => {
  const { first, seeds, faults, bug, isTwice, workers } = words;
  const all = tally();
  const progress = progressOver('seeds', seeds);
  const jobs = Array.from(
    { length: seeds },
    (_, at) => ({ kind: 'seed', seed: first + at, faults, bug, isTwice }) as const,
  );
  await performAll(jobs, {
    workers,
    onOutcome: (outcome, position) => {
      all.add(outcome, position);
      progress.more(outcome.ran);
    },
  });
  progress.stop();
  const wrong = [...all.wrong()].sort(bySeed);
  for (const one of wrong.slice(0, toldMaximum)) await tellViolation(say, one, { faults, bug });
  sayCounts(say, 'Faults', all.faults());
  sayCounts(say, 'Paths that were taken', all.sometimes());
  const isWhole = seeds >= seedsForEverything && faults === undefined && bug === undefined;
  const never = isWhole ? neverIn(all) : [];
  for (const name of never) say(`It never happened that: ${name}`);
  const others = wrong.length > toldMaximum ? `, of which ${toldMaximum} were told` : '';
  say(`\n${seeds} seeds, ${wrong.length} with a violation${others}, ${progress.pace().toFixed(1)} seeds/s`);
  if (isTwice) say('Each was run twice, to compare the histories.');
  return { all, failures: wrong.length + never.length };
};

const bySeed = (left: Wrong, right: Wrong): number => (left.seed ?? 0) - (right.seed ?? 0);

const neverIn = (all: Tally): readonly string[] => {
  const happened = { ...all.faults(), ...all.sometimes() };
  return sometimes.filter((name) => (happened[name] ?? 0) === 0);
};
