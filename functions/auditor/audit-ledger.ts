import { type Doubt, type RoundRow, roundKey } from '../../domain/audit/watch/auditor-rows.ts';
import { imbalancedIn } from '../../domain/audit/watch/currency-sums.ts';
import { log } from '../runtime/log.ts';
import type { AuditorParts } from './auditor-parts.ts';
import { checkHeads } from './check-heads.ts';
import { compareTotals } from './compare-totals.ts';
import { noteDoubts } from './keep-doubts.ts';
import { recheckDoubts } from './recheck-doubts.ts';
import { walkLog } from './walk-log.ts';
import { watchSealing } from './watch-sealing.ts';

/** What one run found out of a ledger, as it is published. */
export type AuditedLedger = {
  /** Currencies in which the debits and credits of all entries of the log differ. */
  readonly imbalance: number;
  readonly gaps: number;
  readonly mismatches: number;
  readonly sealingLagSeconds: number;
  /** Lines of the log that are still to be walked. */
  readonly behindFacts: number;
};

/**
 * One run of the standing auditor on a ledger: it walks the log on, follows the newest events of accounts into it,
 * compares the tallies and the totals, and looks again at what it doubts. Every part has a bound, and the next run goes
 * on. Throws what the stores throw; what was found by then stays noted.
 */
export const auditLedger = async (ledger: string, parts: AuditorParts): Promise<AuditedLedger> => {
  const walk = await walkLog(ledger, parts);
  const [row] = await parts.auditor.load([roundKey(ledger)]);
  const heads = await checkHeads(ledger, { walk, round: row?.body as RoundRow | undefined }, parts);
  const { comparison, earlier, differing } = await compareTotals(ledger, walk, parts);
  const found: readonly Doubt[] = [
    ...heads.doubts,
    ...comparison.differences.map(({ minute, consumer }): Doubt => ({ kind: 'tally', minute, consumer })),
    ...(differing ?? []).map((currency): Doubt => ({ kind: 'trialBalance', currency })),
  ];
  await noteDoubts(ledger, found, { ...parts, now: parts.clock.now() });
  const settles = (doubt: Doubt): boolean => {
    if (doubt.kind === 'trialBalance') return differing !== undefined && !differing.includes(doubt.currency);
    if (doubt.kind !== 'tally') return false;
    const compared = doubt.minute < comparison.from ? earlier.get(doubt.minute) : comparison;
    if (compared === undefined || compared.status === 'behind') return false;
    return !compared.differences.some(({ minute, consumer }) => minute === doubt.minute && consumer === doubt.consumer);
  };
  const lasting = await recheckDoubts(ledger, settles, parts);
  const sealing = await watchSealing(ledger, parts);
  const imbalanced = imbalancedIn(walk.position.sums);
  for (const currency of imbalanced)
    log.error('debits and credits differ', { ledger, currency, ...walk.position.sums[currency] });
  const round: RoundRow = { ...heads.round, checkedAt: parts.clock.now() };
  await parts.auditor.commit([{ key: roundKey(ledger), revision: row?.revision ?? 0, body: round }]);
  return {
    imbalance: imbalanced.length,
    gaps: sealing.gaps + lasting.gaps,
    mismatches: lasting.mismatches,
    sealingLagSeconds: sealing.lagSeconds,
    behindFacts: Math.max(0, sealing.archived - (walk.position.next - 1)),
  };
};
