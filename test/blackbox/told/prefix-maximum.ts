/** The largest value of those that came before a moment; 0 where there is none. */
export type Prefix = (before: number) => number;

/** Values by the moment from which they count. */
export const prefixMaximum = (points: readonly { readonly at: number; readonly value: number }[]): Prefix => {
  const sorted = points.filter(({ at }) => Number.isFinite(at)).sort((one, other) => one.at - other.at);
  const maxima: number[] = [];
  for (const { value } of sorted) maxima.push(Math.max(value, maxima.at(-1) ?? 0));
  return (before) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle]?.at ?? Number.POSITIVE_INFINITY) < before) low = middle + 1;
      else high = middle;
    }
    return maxima[low - 1] ?? 0;
  };
};
