import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { bugNamed } from '../planted/planted-bugs.ts';
import { faultMixOf } from '../world/faults.ts';

export const usage = `npm run invariants -- [options]

  --seeds N      run so many seeds (500), from 1 or from --seed on
  --seed S       run this seed; of a violation, tell the shortest story that has it
  --faults MIX   draw only these faults: names or groups, separated by commas
  --twice        run each seed twice, and compare the histories
  --planted      hunt each planted bug, and print how many seeds it survived
  --bug ID       plant this bug into every seed
  --enumerate    try every fault at every site, one by one, instead of seeds
  --pairs        with --enumerate: also all pairs of crashes on the paths of a payout
  --workers N    share the work between so many processes (as many as there are processors)
  --json         end with one line of JSON on standard output
  --target URL   run against a deployment instead; see its own --help`;

/** The words were not understood; the message says which. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}

export type Words = {
  readonly first: number;
  readonly seeds: number;
  readonly faults: string | undefined;
  readonly bug: string | undefined;
  readonly isTwice: boolean;
  readonly isPlanted: boolean;
  readonly isEnumerated: boolean;
  readonly isPaired: boolean;
  readonly workers: number;
  readonly isJson: boolean;
};

const seedsDefault = 500;

/** Reads the words of the command. Throws WrongUse. */
export const readWords = (words: readonly string[]): Words => {
  const values = parsed(words);
  try {
    if (values.faults !== undefined) faultMixOf(values.faults);
    if (values.bug !== undefined) bugNamed(values.bug);
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
  if (values.pairs && !values.enumerate) throw new WrongUse('--pairs goes with --enumerate');
  return {
    first: numberOf('--seed', values.seed, 1),
    seeds: numberOf('--seeds', values.seeds, values.seed === undefined ? seedsDefault : 1),
    faults: values.faults,
    bug: values.bug,
    isTwice: values.twice,
    isPlanted: values.planted,
    isEnumerated: values.enumerate,
    isPaired: values.pairs,
    workers: numberOf('--workers', values.workers, cpus().length),
    isJson: values.json,
  };
};

const parsed = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        faults: { type: 'string' },
        bug: { type: 'string' },
        workers: { type: 'string' },
        twice: { type: 'boolean', default: false },
        planted: { type: 'boolean', default: false },
        enumerate: { type: 'boolean', default: false },
        pairs: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
};

const numberOf = (name: string, text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new WrongUse(`${name} takes a whole number from 1 on, and not "${text}"`);
};
