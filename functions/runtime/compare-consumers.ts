import { compareMinute, type KeptTallies, type TallyDifference } from '../../domain/audit/watch/compare-tallies.ts';
import { noneExpected, type TallyingConsumer } from '../../domain/audit/watch/watched-consumers.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { type FactTally, minuteOf, noFacts, plus, tallyKey } from '../../domain/projections/fact-tally.ts';
import { type Instant, instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import { type ExpectedMinutes, type ExpectedParts, expectedMinutes, rowsFrom } from './expected-tallies.ts';

export type ComparisonParts = ExpectedParts & {
  /** The tables in which consumers keep their tallies. */
  readonly kept: Readonly<Record<TallyingConsumer, Pick<ProjectionStore, 'query'>>>;
};

/** The newest minutes, so many, up to now. */
export type ComparedMinutes = { readonly now: Instant; readonly minutes: number };

export type ConsumerComparison = { readonly expected: FactTally; readonly kept: FactTally };

export type NamedDifference = TallyDifference & {
  /** The fact that is missing, where it is one alone and the newest part of the log has it. */
  readonly factId: string | null;
};

export type Comparison = {
  /** The first minute that was compared. */
  readonly from: string;
  /** The first place of the log that was not read. */
  readonly next: number;
  /** `behind`: there is more of the log than was read, so nothing was compared. */
  readonly status: 'same' | 'different' | 'behind';
  /** What the log holds, and of each consumer what it should have applied of that and what it has. */
  readonly audit: FactTally;
  readonly consumers: Readonly<Record<TallyingConsumer, ConsumerComparison>>;
  readonly differences: readonly NamedDifference[];
};

/**
 * Compares what each consumer has tallied with the log: with what the standing auditor has added up of it, and with the
 * part behind that, which is read here. A fact that is on its way meanwhile shows as a difference, which a second
 * comparison does not find any more. Throws what the stores throw.
 */
export const compareConsumers = async (
  ledger: string,
  { now, minutes }: ComparedMinutes,
  parts: ComparisonParts,
): Promise<Comparison> => {
  const from = minuteOf(instantOf(millisecondsOf(now) - (minutes - 1) * 60_000));
  const expected = await expectedMinutes(ledger, from, parts);
  const [balance, fraud] = await Promise.all(
    (['balance', 'fraud'] as const).map((consumer) =>
      rowsFrom<FactTally>(parts.kept[consumer], tallyKey(ledger, from)),
    ),
  );
  const keptIn = (minute: string): KeptTallies => ({
    balance: balance?.get(minute) ?? noFacts,
    fraud: fraud?.get(minute) ?? noFacts,
  });
  const all = new Set([...expected.minutes.keys(), ...(balance?.keys() ?? []), ...(fraud?.keys() ?? [])]);
  return comparisonOf({ from, expected, keptIn, all: [...all].sort() });
};

const comparisonOf = ({
  from,
  expected: { next, isWhole, minutes, factIds },
  keptIn,
  all,
}: {
  readonly from: string;
  readonly expected: ExpectedMinutes;
  readonly keptIn: (minute: string) => KeptTallies;
  readonly all: readonly string[];
}): Comparison => {
  const expectedIn = (minute: string) => minutes.get(minute) ?? noneExpected;
  const differences = isWhole ? all.flatMap((minute) => compareMinute(minute, expectedIn(minute), keptIn(minute))) : [];
  const sumOf = (tallyIn: (minute: string) => FactTally): FactTally => all.map(tallyIn).reduce(plus, noFacts);
  const about = (consumer: TallyingConsumer): ConsumerComparison => ({
    expected: sumOf((minute) => expectedIn(minute)[consumer]),
    kept: sumOf((minute) => keptIn(minute)[consumer]),
  });
  return {
    from,
    next,
    status: isWhole ? (differences.length === 0 ? 'same' : 'different') : 'behind',
    audit: sumOf((minute) => expectedIn(minute).audit),
    consumers: { balance: about('balance'), fraud: about('fraud') },
    differences: differences.map((each) => ({
      ...each,
      factId: (each.missing === 1 ? factIds.get(each.hash) : undefined) ?? null,
    })),
  };
};
