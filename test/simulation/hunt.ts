import type { InvariantId } from './invariants.ts';
import type { PlantedBug } from './planted/planted-bug.ts';
import { simulate } from './simulate.ts';

/** How many seeds a planted bug survived, and which invariant caught it; null where none did. */
export type Hunted = {
  readonly id: string;
  readonly what: string;
  readonly caughtAfter: number | null;
  readonly by: InvariantId | null;
};

/** Runs seed after seed with one bug planted, until an invariant is violated. */
export const hunt = async (bug: PlantedBug, first: number, seedsMaximum: number): Promise<Hunted> => {
  const { id, what } = bug;
  for (let seeds = 1; seeds <= seedsMaximum; seeds += 1) {
    const { violations } = await simulate(first + seeds - 1, { bug });
    const [violation] = violations;
    if (violation !== undefined) return { id, what, caughtAfter: seeds, by: violation.invariant };
  }
  return { id, what, caughtAfter: null, by: null };
};
