/** Choices that follow from a seed. What a run does with them still depends on the speed of everything. */
export type Random = {
  /** A whole number from 0 up to, and without, `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly between: (lowest: number, highest: number) => number;
  /** Throws where there is nothing to choose from. */
  readonly oneOf: <Choice>(choices: readonly Choice[]) => Choice;
  readonly perhapsOneOf: <Choice>(choices: readonly Choice[]) => Choice | undefined;
};

/** Mulberry32. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const perhapsOneOf = <Choice>(choices: readonly Choice[]): Choice | undefined => choices[below(choices.length)];
  return {
    below,
    perhapsOneOf,
    chance: (probability) => next() < probability,
    between: (lowest, highest) => lowest + below(highest - lowest + 1),
    oneOf: (choices) => {
      const choice = perhapsOneOf(choices);
      if (choice === undefined) throw new Error('There is nothing to choose from');
      return choice;
    },
  };
};
