import { type RoundRow, roundKey } from '../../../domain/audit/watch/auditor-rows.ts';
import type { FactTally } from '../../../domain/projections/fact-tally.ts';
import { type Comparison, type ConsumerComparison, compareConsumers } from '../../runtime/compare-consumers.ts';
import { type Answer, ok } from '../answer.ts';
import { type ComparisonQuery, comparedMinutesDefault } from '../schemas/comparison.ts';
import type { ApiServices } from '../services.ts';

/** What each consumer has applied, held against the log. */
export const comparison = async (
  { views, risk, auditor, logArchive, ledger: { clock } }: ApiServices,
  ledger: string,
  { minutes = comparedMinutesDefault }: ComparisonQuery,
): Promise<Answer> => {
  const now = clock.now();
  const parts = { kept: { balance: views, fraud: risk }, auditor, archive: logArchive };
  const [compared, [round]] = await Promise.all([
    compareConsumers(ledger, { now, minutes }, parts),
    auditor.load([roundKey(ledger)]),
  ]);
  const checkedAt = (round?.body as RoundRow | undefined)?.checkedAt ?? null;
  return ok({ ...answerOf(compared), comparedAt: now, checkedAt });
};

const answerOf = ({ status, from, next, audit, consumers, differences }: Comparison) => ({
  status,
  from: momentOf(from),
  size: next - 1,
  consumers: { audit: tallyOf(audit), balance: keptOf(consumers.balance), fraud: keptOf(consumers.fraud) },
  differences: differences.map((difference) => ({ ...difference, minute: momentOf(difference.minute) })),
});

const keptOf = ({ kept, expected }: ConsumerComparison) => ({ ...tallyOf(kept), expected: tallyOf(expected) });

const tallyOf = ({ count, sum }: FactTally) => ({ count, hash: sum });

const momentOf = (minute: string): string => `${minute}:00.000Z`;
