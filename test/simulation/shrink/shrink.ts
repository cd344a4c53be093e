import type { InvariantId } from '../invariants.ts';
import { type SimulateOptions, type Simulation, simulate } from '../simulate.ts';
import type { Strike } from '../world/weather.ts';
import { smallest } from './smallest.ts';

/** A violation with as little as it takes: which wishes are left, what goes wrong, and what happens then. */
export type Shrunk = {
  readonly invariant: InvariantId;
  readonly wishes: readonly string[];
  readonly strikes: readonly Strike[];
  readonly simulation: Simulation;
  /** How many there were of each before. */
  readonly before: { readonly wishes: number; readonly strikes: number };
};

/** Runs that one violation is worth. */
const runsMaximum = 600;

type Cut = { readonly wishes: readonly string[]; readonly strikes: readonly Strike[] };

/** Finds out how little it takes to violate what a seed violates. Undefined where it violates nothing. */
export const shrink = async (seed: number, options: SimulateOptions = {}): Promise<Shrunk | undefined> => {
  const whole = await recorded(seed, options);
  const [first] = whole.simulation.violations;
  if (first === undefined) return undefined;
  let runs = 0;
  const fails = async (cut: Cut): Promise<boolean> => {
    if (++runs > runsMaximum) return false;
    const { violations } = await simulate(seed, { ...options, ...only(cut) });
    return violations.some(({ invariant }) => invariant === first.invariant);
  };
  let cut: Cut = whole;
  for (let size = Number.POSITIVE_INFINITY; sizeOf(cut) < size; ) {
    size = sizeOf(cut);
    cut = await withFewerKinds(cut, fails);
    const { strikes } = cut;
    cut = { strikes, wishes: await smallest(cut.wishes, (wishes) => fails({ strikes, wishes })) };
    const { wishes } = cut;
    cut = { wishes, strikes: await smallest(cut.strikes, (left) => fails({ wishes, strikes: left })) };
  }
  return {
    invariant: first.invariant,
    ...cut,
    simulation: await simulate(seed, { ...options, ...only(cut) }),
    before: { wishes: whole.wishes.length, strikes: whole.strikes.length },
  };
};

const sizeOf = ({ wishes, strikes }: Cut): number => wishes.length + strikes.length;

const recorded = async (seed: number, options: SimulateOptions): Promise<Cut & { readonly simulation: Simulation }> => {
  const wishes: string[] = [];
  const strikes: Strike[] = [];
  const simulation = await simulate(seed, {
    ...options,
    mayWish: (key) => wishes.push(key) > 0,
    mayStrike: (strike) => strikes.push(strike) > 0,
  });
  return { wishes, strikes, simulation };
};

const only = ({ wishes, strikes }: Cut): Pick<SimulateOptions, 'mayWish' | 'mayStrike'> => {
  const ids = new Set(strikes.map(({ id }) => id));
  const keys = new Set(wishes);
  return { mayWish: (key) => keys.has(key), mayStrike: ({ id }) => ids.has(id) };
};

const withFewerKinds = async (cut: Cut, fails: (cut: Cut) => Promise<boolean>): Promise<Cut> => {
  let left = cut;
  for (const kind of new Set(cut.strikes.map((strike) => strike.kind))) {
    const without = { ...left, strikes: left.strikes.filter((strike) => strike.kind !== kind) };
    if (await fails(without)) left = without;
  }
  return left;
};
