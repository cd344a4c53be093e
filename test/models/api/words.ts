import fc from 'fast-check';

/** Few of everything, so that what a story says in one place matters in another. */
export const names: readonly string[] = [
  'assets:bank',
  'sellers:1',
  'income:fees',
  'yen:till',
  'yen:sales',
  'later',
  'nobody',
];

const dollars = fc.constantFrom('assets:bank', 'sellers:1', 'income:fees');
const yen = fc.constantFrom('yen:till', 'yen:sales');

export const anyName = fc.oneof({ weight: 8, arbitrary: dollars }, fc.constantFrom(...names));
export const anyUnits = fc.bigInt({ min: 1n, max: 10_000n });
export const anyFloor = fc.option(fc.bigInt({ min: -5_000n, max: 5_000n }));
export const anyDryRun = fc.nat({ max: 9 }).map((number) => number === 0);

/** Keys that come again, and keys that hardly do. */
export const anyKey = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', 'c', 'd') },
  { weight: 4, arbitrary: fc.nat().map((number) => `key ${number}`) },
);

const between = (account: fc.Arbitrary<string>, currency: string) =>
  fc.record({ from: account, to: account, units: anyUnits, currency: fc.constant(currency) });

/** An amount from one account to another: mostly of their currency, and of accounts that are there. */
export const anyMove = fc.oneof(
  { weight: 12, arbitrary: between(dollars, 'USD') },
  { weight: 4, arbitrary: between(yen, 'JPY') },
  {
    weight: 2,
    arbitrary: fc.record({
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      units: anyUnits,
      currency: fc.constantFrom('USD', 'USD', 'USD', 'JPY', 'KWD'),
    }),
  },
);
