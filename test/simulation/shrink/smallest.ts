/**
 * Leaves out as much as it can so that what is left still fails: delta debugging, by A. Zeller and R. Hildebrandt. What
 * is answered fails, and, if `fails` was not given up on, leaving out any one more would not.
 */
export const smallest = async <Part>(
  parts: readonly Part[],
  fails: (left: readonly Part[]) => Promise<boolean>,
): Promise<readonly Part[]> => {
  if (parts.length === 0 || (await fails([]))) return [];
  let left = parts;
  let pieces = 2;
  while (left.length > 1) {
    const without = await failingWithout(left, pieces, fails);
    if (without !== undefined) {
      left = without;
      pieces = Math.max(2, pieces - 1);
    } else if (pieces >= left.length) break;
    else pieces = Math.min(left.length, 2 * pieces);
  }
  return left;
};

/** What is left without one of so many pieces, if that still fails. */
const failingWithout = async <Part>(
  parts: readonly Part[],
  pieces: number,
  fails: (left: readonly Part[]) => Promise<boolean>,
): Promise<readonly Part[] | undefined> => {
  const size = Math.ceil(parts.length / pieces);
  for (let from = 0; from < parts.length; from += size) {
    const left = [...parts.slice(0, from), ...parts.slice(from + size)];
    if (left.length > 0 && (await fails(left))) return left;
  }
  return undefined;
};
