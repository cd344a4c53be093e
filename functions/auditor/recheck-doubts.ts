import {
  type Doubt,
  type DoubtRow,
  doubtPatienceSeconds,
  trialBalanceSightingsMinimum,
} from '../../domain/audit/watch/auditor-rows.ts';
import type { FactClaim } from '../../domain/audit/watch/fact-claims.ts';
import type { Row } from '../../domain/ports/projection-store.ts';
import { millisecondsOf } from '../../domain/shared/instant.ts';
import { log } from '../runtime/log.ts';
import type { AuditorParts } from './auditor-parts.ts';
import { isInLog } from './check-heads.ts';
import { standingsOf } from './claim-standings.ts';
import { doubtsOn, settleDoubts } from './keep-doubts.ts';

/** The doubts that have stood for too long. */
export type LastingDoubts = { readonly mismatches: number; readonly gaps: number };

/**
 * Looks again at every doubt on a ledger that stands for itself, takes out those that are settled, and counts the
 * others once they have stood too long. `settles` tells of the other kinds which are settled. Throws what the stores
 * throw.
 */
export const recheckDoubts = async (
  ledger: string,
  settles: (doubt: Doubt) => boolean,
  parts: AuditorParts,
): Promise<LastingDoubts> => {
  const rows = await doubtsOn(ledger, parts);
  const settled = await settledOf(ledger, rows, { settles, parts });
  await settleDoubts([...settled], parts);
  const now = millisecondsOf(parts.clock.now());
  const lasting = rows.filter((row) => !settled.has(row) && hasLasted(row.body as DoubtRow, now));
  for (const { key } of lasting) log.error('the auditor found a mismatch', { ledger, doubt: key.sort });
  const gaps = lasting.filter(({ body }) => (body as DoubtRow).doubt.kind === 'head').length;
  return { mismatches: lasting.length - gaps, gaps };
};

const settledOf = async (
  ledger: string,
  rows: readonly Row[],
  { settles, parts }: { readonly settles: (doubt: Doubt) => boolean; readonly parts: AuditorParts },
): Promise<ReadonlySet<Row>> => {
  const claims = new Map<FactClaim, Row>();
  const settled = new Set<Row>();
  for (const row of rows) {
    const { doubt } = row.body as DoubtRow;
    if (doubt.kind === 'event' || doubt.kind === 'view') claims.set(doubt, row);
    else if (doubt.kind === 'head' ? await isInLog(ledger, doubt, parts) : settles(doubt)) settled.add(row);
  }
  const standings = await standingsOf([...claims.keys()], parts);
  for (const [claim, row] of claims) if (standings.get(claim) === 'holds') settled.add(row);
  return settled;
};

const hasLasted = ({ doubt, since, seen }: DoubtRow, now: number): boolean => {
  const isSeenEnough = doubt.kind !== 'trialBalance' || seen >= trialBalanceSightingsMinimum;
  return isSeenEnough && now - millisecondsOf(since) >= doubtPatienceSeconds[doubt.kind] * 1_000;
};
