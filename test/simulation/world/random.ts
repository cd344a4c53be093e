/** Numbers that one seed decides. */
export type Random = {
  /** An integer from 0 up to, not including, `limit`. */
  readonly below: (limit: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <Choice>(choices: readonly Choice[]) => Choice;
  /** From 0 up to, not including, 1. */
  readonly fraction: () => number;
};

/**
 * xoshiro128** by D. Blackman and S. Vigna, seeded by splitmix32, so that neighbouring seeds have nothing in common.
 */
export const randomOf = (seed: number): Random => {
  const state = Uint32Array.from([1, 2, 3, 4], (part) => splitmix((seed + Math.imul(part, 0x9e3779b9)) >>> 0));
  const next = (): number => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    state[2] = c ^ a;
    state[3] = d ^ b;
    state[1] = b ^ (state[2] ?? 0);
    state[0] = a ^ (state[3] ?? 0);
    state[2] = (state[2] ?? 0) ^ (b << 9);
    state[3] = rotated(state[3] ?? 0, 11);
    return result;
  };
  const fraction = (): number => next() / 0x1_0000_0000;
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    below,
    fraction,
    chance: (probability) => fraction() < probability,
    pick: (choices) => {
      const chosen = choices[below(choices.length)];
      if (chosen === undefined) throw new Error('There is nothing to pick from');
      return chosen;
    },
  };
};

/** A number that stands for a text: FNV-1a. */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return splitmix(hash >>> 0);
};

/** From 0 up to, not including, 1: what two numbers decide, whatever else was drawn. */
export const drawnOf = (stream: number, count: number): number =>
  splitmix((stream + Math.imul(count + 1, 0x9e3779b9)) >>> 0) / 0x1_0000_0000;

const splitmix = (at: number): number => {
  const first = Math.imul(at ^ (at >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
};

const rotated = (bits: number, by: number): number => ((bits << by) | (bits >>> (32 - by))) >>> 0;
