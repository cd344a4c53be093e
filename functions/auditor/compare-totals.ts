import type { DoubtRow } from '../../domain/audit/watch/auditor-rows.ts';
import { differingIn, sumsOfTotals } from '../../domain/audit/watch/currency-sums.ts';
import { currencyCodes } from '../../domain/money/currency.ts';
import { type SumsRow, totalsBuckets, totalsKey } from '../../domain/projections/balance-rows.ts';
import { type Instant, millisecondsOf } from '../../domain/shared/instant.ts';
import { type Comparison, type ComparisonParts, compareConsumers } from '../runtime/compare-consumers.ts';
import { comparedMinutesMaximum } from '../runtime/expected-tallies.ts';
import type { AuditorParts } from './auditor-parts.ts';
import { doubtsOn } from './keep-doubts.ts';
import type { Walk } from './walk-log.ts';

/** The minutes of which each run compares the tallies; of those that are in doubt, also earlier ones. */
export const comparedMinutes = 30;

/** Of minutes in doubt that are too long ago for that, so many are compared for themselves, the oldest first. */
export const earlierMinutesMaximum = 10;

/** What the tallies say, and in which currencies the views' totals differ; undefined where they cannot be compared. */
export type ComparedTotals = {
  readonly comparison: Comparison;
  /** Of minutes in doubt before those: a comparison that tells of that minute alone. */
  readonly earlier: ReadonlyMap<string, Comparison>;
  readonly differing: readonly string[] | undefined;
};

/**
 * Compares the tallies of the consumers, and, where the views hold just the facts that were walked, the totals of their
 * trial balance with the sums of those. Totals move while facts arrive: only where the tallies are the same before and
 * after they were read do they belong to the sums. Throws what the stores throw.
 */
export const compareTotals = async (ledger: string, walk: Walk, parts: AuditorParts): Promise<ComparedTotals> => {
  const inDoubt = await minutesInDoubt(ledger, parts);
  const minutes = minutesSince(inDoubt[0], parts.clock.now());
  const compare = (): Promise<Comparison> =>
    compareConsumers(ledger, { now: parts.clock.now(), minutes }, partsOf(parts));
  const comparison = await compare();
  const earlier = new Map<string, Comparison>();
  for (const minute of inDoubt.filter((each) => each < comparison.from).slice(0, earlierMinutesMaximum))
    earlier.set(minute, await compareConsumers(ledger, { now: beginOf(minute), minutes: 1 }, partsOf(parts)));
  const isComparable = ({ status, next }: Comparison): boolean => status === 'same' && next === walk.position.next;
  if (!walk.isAtEnd || !isComparable(comparison)) return { comparison, earlier, differing: undefined };
  const limit = currencyCodes.length * totalsBuckets;
  const rows = await parts.views.query({ partition: totalsKey(ledger, '', '').partition, limit });
  if (!isComparable(await compare())) return { comparison, earlier, differing: undefined };
  const totals = sumsOfTotals(rows.map(({ body }) => body as SumsRow));
  return { comparison, earlier, differing: differingIn(totals, walk.position.sums) };
};

/** The minutes whose tallies are in doubt, each once, the oldest first. */
const minutesInDoubt = async (ledger: string, parts: AuditorParts): Promise<readonly string[]> => {
  const doubts = (await doubtsOn(ledger, parts)).map(({ body }) => (body as DoubtRow).doubt);
  return [...new Set(doubts.flatMap((doubt) => (doubt.kind === 'tally' ? [doubt.minute] : [])))].sort();
};

const beginOf = (minute: string): Instant => `${minute}:00.000Z` as Instant;

const minutesSince = (minute: string | undefined, now: Instant): number => {
  if (minute === undefined) return comparedMinutes;
  const minutes = Math.ceil((millisecondsOf(now) - millisecondsOf(beginOf(minute))) / 60_000) + 1;
  return Math.min(comparedMinutesMaximum, Math.max(comparedMinutes, minutes));
};

const partsOf = ({ views, risk, auditor, archive }: AuditorParts): ComparisonParts => ({
  kept: { balance: views, fraud: risk },
  auditor,
  archive,
});
