/** How two dumps differ: rows that stand in one of them only. A row that changed stands in both lists. */
export type DumpComparison = {
  readonly rows: number;
  readonly isSame: boolean;
  /** Rows of the tables that a fresh fold does not have, and the other way round; the first of each. */
  readonly unexpected: readonly string[];
  readonly missing: readonly string[];
  readonly differences: number;
};

/** How many differing rows are shown of each kind. */
export const differencesShown = 5;

/** Compares what a table holds with what it should, both as sorted lines. They are the same only byte for byte. */
export const compareDumps = (held: string, expected: string): DumpComparison => {
  const heldRows = linesOf(held);
  const expectedRows = linesOf(expected);
  const unexpected = without(heldRows, new Set(expectedRows));
  const missing = without(expectedRows, new Set(heldRows));
  return {
    rows: expectedRows.length,
    isSame: held === expected,
    unexpected: unexpected.slice(0, differencesShown),
    missing: missing.slice(0, differencesShown),
    differences: unexpected.length + missing.length,
  };
};

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const without = (lines: readonly string[], known: ReadonlySet<string>): readonly string[] =>
  lines.filter((line) => !known.has(line));
