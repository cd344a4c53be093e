import type { AccountId } from '../../domain/accounts/account.ts';
import { stripeIdsOf } from '../../domain/accounts/stripe.ts';
import { archivedAs } from '../../domain/audit/sequence.ts';
import type { Doubt, RoundRow } from '../../domain/audit/watch/auditor-rows.ts';
import type { StoredEvent } from '../../domain/ports/event-store.ts';
import { type AccountRow, accountKey } from '../../domain/projections/balance-rows.ts';
import { millisecondsOf } from '../../domain/shared/instant.ts';
import { factIdOf, streamIdOf } from '../../domain/shared/stream-id.ts';
import type { AuditorParts } from './auditor-parts.ts';
import type { Walk } from './walk-log.ts';

export type HeadDoubt = Doubt & { readonly kind: 'head' };

/** Accounts whose newest event one run follows into the log: of those just touched, and of all in turn. */
export const touchedMaximum = 200;
export const accountsPerRun = 25;

/** A ledger that stands still is gone through no more often than this. */
export const idleRoundSeconds = 3_600;

type HeadParts = Pick<AuditorParts, 'eventStore' | 'audit' | 'views' | 'clock'>;

/**
 * The other direction: whether the newest event of accounts came from a fact that the log has. One read of the event
 * store and one of the audit's rows for each account. Answers the accounts of which it does not, and how far the round
 * of all accounts has come. Throws what the stores throw.
 */
export const checkHeads = async (
  ledger: string,
  { walk, round }: { readonly walk: Walk; readonly round: RoundRow | undefined },
  parts: HeadParts,
): Promise<{ readonly doubts: readonly HeadDoubt[]; readonly round: Omit<RoundRow, 'checkedAt'> }> => {
  const now = parts.clock.now();
  const { next } = walk.position;
  const { after = null, endedAt = now, endedNext = 0 } = round ?? {};
  const isResting = after === null && endedNext === next;
  const isDue = !isResting || millisecondsOf(now) - millisecondsOf(endedAt) >= idleRoundSeconds * 1_000;
  const inTurn = isDue ? await accountsAfter(ledger, after, parts) : [];
  const accounts = new Set([...[...walk.touched].slice(0, touchedMaximum), ...inTurn.map(({ id }) => id)]);
  const doubts = await headDoubts(ledger, [...accounts, ...inTurn.flatMap(({ stripes }) => stripes)], parts);
  const isEnd = inTurn.length < accountsPerRun;
  if (!isDue) return { doubts, round: { after, endedAt, endedNext } };
  const progress = isEnd
    ? { after: null, endedAt: now, endedNext: next }
    : { after: inTurn.at(-1)?.id ?? null, endedAt, endedNext };
  return { doubts, round: progress };
};

const accountsAfter = async (
  ledger: string,
  after: string | null,
  { views }: HeadParts,
): Promise<readonly { readonly id: string; readonly stripes: readonly string[] }[]> => {
  const { partition } = accountKey(ledger, '');
  const rows = await views.query({ partition, limit: accountsPerRun, ...(after === null ? {} : { after }) });
  return rows.map(({ key, body }) => {
    const { stripes = 1 } = body as unknown as AccountRow;
    return { id: key.sort, stripes: stripeIdsOf(key.sort as AccountId, stripes) };
  });
};

const headDoubts = async (
  ledger: string,
  accountIds: readonly string[],
  parts: HeadParts,
): Promise<readonly HeadDoubt[]> => {
  const streamIds = accountIds.map((accountId) => streamIdOf(ledger, 'account', accountId));
  const heads = await parts.eventStore.load(streamIds, 'eventual');
  const doubts: HeadDoubt[] = [];
  for (const [index, { newest }] of heads.entries()) {
    const accountId = accountIds[index];
    if (newest === undefined || accountId === undefined) continue;
    const doubt: HeadDoubt = { kind: 'head', accountId, factId: causeOf(newest) };
    if (!(await isInLog(ledger, doubt, parts))) doubts.push(doubt);
  }
  return doubts;
};

/** Whether the log has the fact that a doubt is about. */
export const isInLog = async (
  ledger: string,
  { factId }: HeadDoubt,
  { audit }: Pick<AuditorParts, 'audit'>,
): Promise<boolean> => (await audit.query({ ...archivedAs(ledger, factId), limit: 1 })).length > 0;

/** The id of the fact that an account's event came from: of the event itself, where it is one. */
const causeOf = ({ streamId, version, text }: StoredEvent): string =>
  (JSON.parse(text) as { readonly cause?: string }).cause ?? factIdOf(streamId, version);
