import { invariants } from '../invariants.ts';
import { shrink } from '../shrink/shrink.ts';
import { optionsOf, type SeedWords, type Wrong } from '../work.ts';
import type { Say } from './say.ts';

/** Runs that are told; more of them would hardly tell more. */
export const toldMaximum = 3;

const violationsMaximum = 5;
const linesMaximum = 120;
const charactersMaximum = 500;

/** Tells what a run violates; of a seed, by the shortest story that has it, and the command that tells it again. */
export const tellViolation = async (say: Say, { run, seed, violations }: Wrong, words: SeedWords): Promise<void> => {
  say(`\n${run} violates:`);
  for (const { invariant, what } of violations.slice(0, violationsMaximum))
    say(`  ${invariant} ${invariants[invariant]}\n    ${shortened(what)}`);
  if (seed === undefined) return;
  const shrunk = await shrink(seed, optionsOf(words));
  if (shrunk !== undefined) {
    const { wishes, strikes, before, simulation } = shrunk;
    say(
      `The shortest story with ${shrunk.invariant}: ${wishes.length} of ${before.wishes} wishes, ` +
        `${strikes.length} of ${before.strikes} things that went wrong.`,
    );
    const { story } = simulation;
    if (story.length > linesMaximum) say(`  (${story.length - linesMaximum} lines before these)`);
    for (const line of story.slice(-linesMaximum)) say(`  ${shortened(withShortIds(line))}`);
  }
  say(`Again: ${againOf(seed, words)}`);
};

const shortened = (text: string): string =>
  text.length > charactersMaximum ? `${text.slice(0, charactersMaximum)} …` : text;

/** Enough of an id to tell it from the others. */
const withShortIds = (line: string): string => line.replace(/\b([a-z]{3}_[0-9A-Z]{6})[0-9A-Z]{20}/g, '$1');

export const againOf = (seed: number, { faults, bug }: SeedWords): string =>
  [
    `npm run invariants -- --seed ${seed}`,
    ...(faults === undefined ? [] : [`--faults ${faults}`]),
    ...(bug === undefined ? [] : [`--bug ${bug}`]),
  ].join(' ');
