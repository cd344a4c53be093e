import { noBug } from '../planted/planted-bug.ts';
import { runWorld, type Simulation } from '../simulate.ts';
import { worldOf } from '../world/world.ts';
import { type Plan, plannedWeather } from './plan.ts';
import { findSites, type SingleFault, singly } from './sites.ts';
import { type Tale, tales } from './tales.ts';

const seed = 1;

/** Tells a story while things go wrong as planned. */
export const tellPlanned = (tale: Tale, plan: Plan): Promise<Simulation> =>
  runWorld(
    worldOf(seed, noBug, (around) => plannedWeather(withMishaps(tale, plan), { seed, ...around })),
    tale.tell,
  );

const withMishaps = ({ mishaps = [] }: Tale, plan: Plan): Plan => {
  const left = new Set(mishaps);
  return { ...plan, atChance: (site, kind) => left.delete(site) || plan.atChance(site, kind) };
};

export type FaultInTale = { readonly tale: string; readonly fault: SingleFault };

/** Every single fault at every site, in the first story that comes to it. Fails where a story is wrong by itself. */
export const allSingleFaults = async (): Promise<readonly FaultInTale[]> => {
  const known = new Set<string>();
  const all: FaultInTale[] = [];
  for (const tale of tales) {
    const { plan, found } = findSites();
    const { violations } = await tellPlanned(tale, plan);
    if (violations.length > 0) throw new Error(`"${tale.name}" is wrong by itself: ${JSON.stringify(violations)}`);
    for (const [site, faults] of found()) {
      if (known.has(site)) continue;
      known.add(site);
      all.push(...faults.map((fault) => ({ tale: tale.name, fault })));
    }
  }
  return all;
};

/** Tells the story of a fault with it. `isReached` is false where the run did not come to its site. */
export const tellSingle = async ({
  tale,
  fault,
}: FaultInTale): Promise<{ readonly simulation: Simulation; readonly isReached: boolean }> => {
  const { plan, isReached } = singly(fault);
  const simulation = await tellPlanned(taleNamed(tale), plan);
  return { simulation, isReached: isReached() };
};

export const taleNamed = (name: string): Tale => {
  const tale = tales.find((one) => one.name === name);
  if (tale === undefined) throw new Error(`There is no story "${name}"`);
  return tale;
};
