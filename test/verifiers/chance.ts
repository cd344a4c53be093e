/** Numbers that look random and are the same for the same seed. */
export type Chance = {
  /** A whole number from 0 up to, not including, `limit`. */
  readonly below: (limit: number) => number;
};

/** After D. Lehmer: enough to choose examples by. */
export const chanceOf = (seed: number): Chance => {
  let state = (seed % 2_147_483_646) + 1;
  return {
    below: (limit) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % limit;
    },
  };
};
