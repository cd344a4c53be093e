import { allLogs } from '../../domain/audit/log/log-place.ts';
import { log, reasonOf } from '../runtime/log.ts';
import type { Count } from '../runtime/metrics.ts';
import { type AuditedLedger, auditLedger } from './audit-ledger.ts';
import type { AuditorParts } from './auditor-parts.ts';

const logsPerPage = 100;

const nothing: AuditedLedger = { imbalance: 0, gaps: 0, mismatches: 0, sealingLagSeconds: 0, behindFacts: 0 };

/**
 * Audits every ledger that has a log, one after another, and publishes what was found of all of them: sums, and the
 * longest lag. They are published also where all is well, because an auditor that says nothing is an alarm. One that
 * cannot be audited does not stop the others; the first failure is thrown at the end.
 */
export const auditLedgers = async (parts: AuditorParts, count: Count): Promise<void> => {
  let sum = nothing;
  const failures: unknown[] = [];
  for await (const ledger of ledgersWithLogs(parts)) {
    try {
      sum = both(sum, await auditLedger(ledger, parts));
    } catch (failure) {
      log.error('a ledger could not be audited', { ledger, ...reasonOf(failure) });
      failures.push(failure);
    }
  }
  count('Imbalance', sum.imbalance);
  count('Gaps', sum.gaps);
  count('Mismatches', sum.mismatches);
  count('SealingLagSeconds', sum.sealingLagSeconds);
  count('BehindFacts', sum.behindFacts);
  if (failures.length > 0) throw failures[0];
};

const both = (one: AuditedLedger, other: AuditedLedger): AuditedLedger => ({
  imbalance: one.imbalance + other.imbalance,
  gaps: one.gaps + other.gaps,
  mismatches: one.mismatches + other.mismatches,
  sealingLagSeconds: Math.max(one.sealingLagSeconds, other.sealingLagSeconds),
  behindFacts: one.behindFacts + other.behindFacts,
});

async function* ledgersWithLogs({ audit }: Pick<AuditorParts, 'audit'>): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const rows = await audit.query({
      partition: allLogs,
      limit: logsPerPage,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key } of rows) yield key.sort;
    if (rows.length < logsPerPage) return;
    after = rows.at(-1)?.key.sort;
  }
}
