/**
 * How large the amounts are that left an account: how many fell into each range of minor units, by the range's lower
 * end.
 *
 * Ranges keep the first three significant bits, so the upper end is less than a quarter above any amount in the
 * range, and eighteen digits need at most 230 of them. Counts are whole numbers, and adding them commutes: the row is
 * the same, byte for byte, whatever the order of the facts. Ranges of this kind are those of G. Tene's HdrHistogram;
 * that quantiles of bounded relative error come from counts which merge in any order is shown by C. Masson, J. E. Rim
 * and H. K. Lee, "DDSketch", PVLDB 12(12), 2019.
 */
export type AmountHistogram = {
  readonly observations: number;
  readonly ranges: Readonly<Record<string, number>>;
};

export const emptyHistogram: AmountHistogram = { observations: 0, ranges: {} };

const significantBits = 3;

export const withAmount = ({ observations, ranges }: AmountHistogram, minorUnits: bigint): AmountHistogram => {
  const lowest = String(rangeOf(minorUnits).lowest);
  return { observations: observations + 1, ranges: { ...ranges, [lowest]: (ranges[lowest] ?? 0) + 1 } };
};

/**
 * An amount, in minor units, that at least `permille` thousandths of those seen do not exceed: the upper end of the
 * range with that rank, so it errs by less than a quarter, and upwards. Undefined where nothing was seen.
 */
export const quantileOf = ({ observations, ranges }: AmountHistogram, permille: number): bigint | undefined => {
  const rank = Math.max(1, Math.ceil((observations * permille) / 1000));
  const rising = Object.entries(ranges)
    .map(([lowest, count]) => ({ lowest: BigInt(lowest), count }))
    .sort((left, right) => (left.lowest < right.lowest ? -1 : 1));
  let seen = 0;
  for (const { lowest, count } of rising) {
    seen += count;
    if (seen >= rank) return rangeOf(lowest).highest;
  }
  return undefined;
};

const rangeOf = (minorUnits: bigint): { readonly lowest: bigint; readonly highest: bigint } => {
  const bits = minorUnits.toString(2).length;
  const shift = BigInt(Math.max(0, bits - significantBits));
  const lowest = (minorUnits >> shift) << shift;
  return { lowest, highest: lowest + (1n << shift) - 1n };
};
