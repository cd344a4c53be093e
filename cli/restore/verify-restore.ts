import { findingsOf, type RestoreFinding } from '../../domain/audit/restore/restore-findings.ts';
import { checkHeads, type HeadsCheck } from './heads-check.ts';
import type { LogCheck } from './log-check.ts';
import { repairTable } from './repair-table.ts';
import { type RestoreParts, surveyTable } from './survey-table.ts';

export type RestoreReport = {
  readonly events: number;
  readonly facts: number;
  readonly archived: number;
  /** Facts of the table that the archive has not: recorded after it, or never archived. */
  readonly unarchived: number;
  readonly findings: readonly RestoreFinding[];
  readonly logs: readonly LogCheck[];
  readonly heads: readonly HeadsCheck[];
  /**
   * Whether the table is whole, the archive is what was sealed, and the table holds all of that with the same texts.
   */
  readonly isProven: boolean;
};

export type RestoreOutcome = {
  readonly before: RestoreReport;
  /** How many events were put back, and what was found after that; undefined where nothing was to be repaired. */
  readonly repaired?: { readonly put: number; readonly after: RestoreReport };
};

/**
 * Looks for what a restored table lacks or has otherwise than its facts and its archive say, puts back what it may, and
 * then looks at everything again. Throws what the stores throw.
 */
export const verifyRestore = async (parts: RestoreParts, isRepairing: boolean): Promise<RestoreOutcome> => {
  const before = await reportOf(parts);
  if (!isRepairing || before.findings.every(({ repair }) => repair === undefined)) return { before };
  const put = await repairTable(before.findings, parts);
  return { before, repaired: { put, after: await reportOf(parts) } };
};

const reportOf = async (parts: RestoreParts): Promise<RestoreReport> => {
  const { survey, logs } = await surveyTable(parts);
  const { events, facts, archived, unarchived } = survey;
  const findings = findingsOf(survey);
  const heads: HeadsCheck[] = [];
  for (const log of logs) {
    const checked = await checkHeads(log, survey, parts.archive);
    if (checked !== undefined) heads.push(checked);
  }
  const isSealed = logs.every(({ checkpoint }) => checkpoint?.isSame === true && checkpoint.signedBy.length > 0);
  const isHeaded = heads.every(({ isKept, differing }) => isKept && differing.length === 0);
  const isProven = findings.length === 0 && logs.length > 0 && isSealed && isHeaded;
  return { events, facts, archived, unarchived, findings, logs, heads, isProven };
};
