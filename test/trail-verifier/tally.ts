/** What became of the tamperings of one kind. */
export type Tally = {
  tried: number;
  refused: number;
  /** How often a check failed, by its name; and how often it alone did. */
  readonly by: Map<string, number>;
  readonly onlyBy: Map<string, number>;
};

export const emptyTally = (): Tally => ({ tried: 0, refused: 0, by: new Map(), onlyBy: new Map() });

/** Adds a verdict, of which the failed checks are named; there are none where it was accepted. */
export const count = (tally: Tally, failed: readonly string[]): void => {
  tally.tried += 1;
  if (failed.length > 0) tally.refused += 1;
  for (const check of failed) add(tally.by, check);
  if (failed.length === 1) add(tally.onlyBy, failed[0] ?? '');
};

const add = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

/** A line for each kind: tried, refused, and by which checks, most often first. */
export const tableOf = (tallies: ReadonlyMap<string, Tally>): string => {
  const width = Math.max(...[...tallies.keys()].map((name) => name.length));
  const rows = [...tallies].map(([name, { tried, refused, by }]) =>
    [name.padEnd(width), String(tried).padStart(6), String(refused).padStart(8), ` ${listed(by)}`].join(' '),
  );
  return [`${'tampering'.padEnd(width)}  tried  refused  by`, ...rows].join('\n');
};

const listed = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ');
