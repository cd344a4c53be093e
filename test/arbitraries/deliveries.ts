import fc from 'fast-check';

/** All of some things, each once or more often, in any order. */
export const anyDeliveryOf = <Thing>(things: readonly Thing[]): fc.Arbitrary<readonly Thing[]> =>
  fc
    .array(fc.nat({ max: Math.max(0, things.length - 1) }), { maxLength: things.length })
    .chain((repeated) => {
      const all = [...things.keys(), ...(things.length === 0 ? [] : repeated)];
      return fc.shuffledSubarray(all, { minLength: all.length });
    })
    .map((order) => order.flatMap((position) => things[position] ?? []));
