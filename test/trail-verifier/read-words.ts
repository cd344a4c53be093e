import { parseArgs } from 'node:util';

export type Words = {
  readonly seed: number;
  /** How many trails are tampered with at least. */
  readonly count: number;
  /** The one ledger to look at, of those that the seed makes; all where undefined. */
  readonly ledger: number | undefined;
};

export const usage = `npm run test:tampering [-- --seed N] [--count N] [--ledger N]
  --seed    which ledgers are made, and what is done to their trails (default: a random one)
  --count   how many tamperings at least (default: 10000); a twentieth as many honest trails
  --ledger  only this one, as a failure names it`;

/** So many try all that is to be tried. */
export const countDefault = 10_000;

/** Reads the command line. Throws RangeError or TypeError where it is none. */
export const readWords = (words: readonly string[]): Words => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...words], options: { seed: text, count: text, ledger: text } });
  const numberIn = (name: keyof typeof values): number | undefined => {
    const value = values[name];
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(number)) throw new RangeError(`--${name} takes a whole number`);
    return number;
  };
  return {
    seed: numberIn('seed') ?? Math.floor(Math.random() * 1_000_000),
    count: numberIn('count') ?? countDefault,
    ledger: numberIn('ledger'),
  };
};
