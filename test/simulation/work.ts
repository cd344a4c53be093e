import { type FaultInTale, tellSingle } from './enumerate/single.ts';
import { wordsOf } from './enumerate/sites.ts';
import { tellWithCrashes } from './enumerate/tell-with-crashes.ts';
import { type Hunted, hunt } from './hunt.ts';
import { bugNamed } from './planted/planted-bugs.ts';
import { type SimulateOptions, type Simulation, simulate } from './simulate.ts';
import { faultMixOf } from './world/faults.ts';
import type { Violation } from './world/trace.ts';

/** What a seed is run with, as words. */
export type SeedWords = { readonly faults?: string | undefined; readonly bug?: string | undefined };

/** What a process is asked to do; several share the work. */
export type Job =
  | ({ readonly kind: 'seed'; readonly seed: number; readonly isTwice: boolean } & SeedWords)
  | { readonly kind: 'hunt'; readonly bug: string; readonly first: number; readonly seedsMaximum: number }
  | { readonly kind: 'single'; readonly fault: FaultInTale }
  /** All pairs of crashes of which this point, counted from 1, is the earlier. */
  | { readonly kind: 'pairs'; readonly tale: string; readonly first: number };

/** A run that violates something, by its name. */
export type Wrong = { readonly run: string; readonly seed?: number; readonly violations: readonly Violation[] };

export type Outcome = {
  /** Runs, or pairs of crashes, or seeds. */
  readonly ran: number;
  readonly hash: string;
  readonly faults: Readonly<Record<string, number>>;
  readonly paths: Readonly<Record<string, number>>;
  readonly wrong: readonly Wrong[];
  readonly hunted?: Hunted;
};

export const perform = (job: Job): Promise<Outcome> => {
  switch (job.kind) {
    case 'seed':
      return runSeed(job);
    case 'hunt':
      return runHunt(job);
    case 'single':
      return runSingle(job.fault);
    case 'pairs':
      return runPairs(job);
  }
};

export const optionsOf = ({ faults, bug }: SeedWords): SimulateOptions => ({
  ...(bug === undefined ? {} : { bug: bugNamed(bug) }),
  ...(faults === undefined ? {} : { mix: faultMixOf(faults) }),
});

const outcomeOf = (simulation: Simulation, run: string, more: readonly Violation[] = []): Outcome => {
  const violations = [...simulation.violations, ...more];
  return {
    ran: 1,
    hash: simulation.hash,
    faults: Object.fromEntries(simulation.faults),
    paths: Object.fromEntries(simulation.paths),
    wrong: violations.length === 0 ? [] : [{ run, violations }],
  };
};

const runSeed = async ({ seed, isTwice, ...words }: Job & { readonly kind: 'seed' }): Promise<Outcome> => {
  const simulation = await simulate(seed, optionsOf(words));
  const again = isTwice ? (await simulate(seed, optionsOf(words))).hash : simulation.hash;
  const differs = { invariant: 'SIM-23', what: `Its history was ${simulation.hash}, and again ${again}` } as const;
  const outcome = outcomeOf(simulation, `seed ${seed}`, again === simulation.hash ? [] : [differs]);
  return { ...outcome, wrong: outcome.wrong.map((wrong) => ({ ...wrong, seed })) };
};

const nothing: Outcome = { ran: 0, hash: '', faults: {}, paths: {}, wrong: [] };

const runHunt = async ({ bug, first, seedsMaximum }: Job & { readonly kind: 'hunt' }): Promise<Outcome> => {
  const hunted = await hunt(bugNamed(bug), first, seedsMaximum);
  return { ...nothing, ran: 1, hunted };
};

const runSingle = async (one: FaultInTale): Promise<Outcome> => {
  const { simulation, isReached } = await tellSingle(one);
  const missed = { invariant: 'SIM-24', what: 'The run did not come to the site' } as const;
  return outcomeOf(simulation, `"${one.tale}" with ${wordsOf(one.fault)}`, isReached ? [] : [missed]);
};

const runPairs = async ({ tale, first }: Job & { readonly kind: 'pairs' }): Promise<Outcome> => {
  const alone = await tellWithCrashes(tale, [first]);
  const wrong: Wrong[] = [...outcomeOf(alone.simulation, `"${tale}" with a crash at point ${first}`).wrong];
  for (let second = first + 1; second <= alone.passed; second += 1) {
    const { simulation } = await tellWithCrashes(tale, [first, second]);
    wrong.push(...outcomeOf(simulation, `"${tale}" with crashes at points ${first} and ${second}`).wrong);
  }
  return { ...nothing, ran: Math.max(0, alone.passed - first), wrong };
};
