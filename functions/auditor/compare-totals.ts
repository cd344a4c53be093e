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

/** What the tallies say, and in which currencies the views' totals differ; undefined where they cannot be compared. */
export type ComparedTotals = { readonly comparison: Comparison; readonly differing: readonly string[] | undefined };

/**
 * Compares the tallies of the consumers, and, where the views hold just the facts that were walked, the totals of their
 * trial balance with the sums of those. Totals move while facts arrive: only where the tallies are the same before and
 * after they were read do they belong to the sums. Throws what the stores throw.
 */
export const compareTotals = async (ledger: string, walk: Walk, parts: AuditorParts): Promise<ComparedTotals> => {
  const minutes = minutesSince(await oldestDoubt(ledger, parts), parts.clock.now());
  const compare = (): Promise<Comparison> =>
    compareConsumers(ledger, { now: parts.clock.now(), minutes }, partsOf(parts));
  const comparison = await compare();
  const isComparable = ({ status, next }: Comparison): boolean => status === 'same' && next === walk.position.next;
  if (!walk.isAtEnd || !isComparable(comparison)) return { comparison, differing: undefined };
  const limit = currencyCodes.length * totalsBuckets;
  const rows = await parts.views.query({ partition: totalsKey(ledger, '', '').partition, limit });
  if (!isComparable(await compare())) return { comparison, differing: undefined };
  const totals = sumsOfTotals(rows.map(({ body }) => body as SumsRow));
  return { comparison, differing: differingIn(totals, walk.position.sums) };
};

const oldestDoubt = async (ledger: string, parts: AuditorParts): Promise<string | undefined> => {
  const doubts = (await doubtsOn(ledger, parts)).map(({ body }) => (body as DoubtRow).doubt);
  return doubts.flatMap((doubt) => (doubt.kind === 'tally' ? [doubt.minute] : [])).sort()[0];
};

const minutesSince = (minute: string | undefined, now: Instant): number => {
  if (minute === undefined) return comparedMinutes;
  const minutes = Math.ceil((millisecondsOf(now) - millisecondsOf(`${minute}:00.000Z` as Instant)) / 60_000) + 1;
  return Math.min(comparedMinutesMaximum, Math.max(comparedMinutes, minutes));
};

const partsOf = ({ views, risk, auditor, archive }: AuditorParts): ComparisonParts => ({
  kept: { balance: views, fraud: risk },
  auditor,
  archive,
});
