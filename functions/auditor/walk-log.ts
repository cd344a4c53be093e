import { expectedKey, type PositionRow, positionKey } from '../../domain/audit/watch/auditor-rows.ts';
import { addedUp } from '../../domain/audit/watch/currency-sums.ts';
import { claimsOf } from '../../domain/audit/watch/fact-claims.ts';
import { type ExpectedTallies, expecting, noneExpected } from '../../domain/audit/watch/watched-consumers.ts';
import type { RowChange } from '../../domain/ports/projection-store.ts';
import { effectsOf } from '../../domain/projections/account-effects.ts';
import { minuteOf } from '../../domain/projections/fact-tally.ts';
import type { DeliveredFact } from '../../domain/projections/projection.ts';
import { instantOf, millisecondsOf } from '../../domain/shared/instant.ts';
import { deliveredFact } from '../facts/delivered-fact.ts';
import { archivedFact, type WalkedLine, walkArchive } from '../runtime/walk-archive.ts';
import type { AuditorParts } from './auditor-parts.ts';
import { standingsOf } from './claim-standings.ts';
import { doubtsMaximum, noteDoubts } from './keep-doubts.ts';

export type Walk = {
  readonly position: PositionRow;
  /** How many lines were walked. */
  readonly walked: number;
  /** Accounts that were touched on the way. */
  readonly touched: ReadonlySet<string>;
  /** Whether the log goes no further. */
  readonly isAtEnd: boolean;
};

/** How long one run walks; the next goes on. */
export const walkSecondsMaximum = 15;

/** What was recorded less long ago is left for the next run: it may still be on its way to the views. */
export const settleSeconds = 10;

/**
 * Walks a ledger's log on from where it was, segment by segment: compares each fact with the event store and the views,
 * adds up its postings and what each consumer should have applied, and moves on. The position and the tallies are one
 * commit, so of two auditors at once only one counts a segment. Throws what the stores throw.
 */
export const walkLog = async (ledger: string, parts: AuditorParts): Promise<Walk> => {
  const begun = millisecondsOf(parts.clock.now());
  const [row] = await parts.auditor.load([positionKey(ledger)]);
  let position = (row?.body as PositionRow | undefined) ?? { next: 1, sums: {} };
  let revision = row?.revision ?? 0;
  let walked = 0;
  let doubts = 0;
  const touched = new Set<string>();
  const end = (isAtEnd: boolean): Walk => ({ position, walked, touched, isAtEnd });
  for await (const segment of walkArchive(ledger, position.next, parts.archive)) {
    const now = millisecondsOf(parts.clock.now());
    const isTimeUp = now - begun > walkSecondsMaximum * 1_000;
    if (isTimeUp || doubts >= doubtsMaximum || isFresh(segment, now)) return end(false);
    const facts = await factsOf(ledger, segment, parts);
    doubts += await check(ledger, facts, parts);
    const after = { next: position.next + segment.length, sums: facts.reduce(addedUp, position.sums) };
    const changes = [{ key: positionKey(ledger), revision, body: after }, ...(await tallied(ledger, facts, parts))];
    if ((await parts.auditor.commit(changes)) === 'conflict') return end(false);
    position = after;
    revision += 1;
    walked += segment.length;
    for (const { fact } of facts) for (const { effect } of effectsOf(fact)) touched.add(effect.accountId);
  }
  return end(true);
};

const isFresh = (segment: readonly WalkedLine[], now: number): boolean => {
  const newest = instantOf(now - settleSeconds * 1_000);
  return segment.some(({ line }) => line.at !== undefined && line.at > newest);
};

const factsOf = async (
  ledger: string,
  segment: readonly WalkedLine[],
  { archive }: AuditorParts,
): Promise<readonly DeliveredFact[]> => {
  const facts: DeliveredFact[] = [];
  for (const { line } of segment)
    if (line.kind === 'fact') facts.push(deliveredFact(await archivedFact(ledger, line.fact, archive)));
  return facts;
};

/** Notes a doubt for each claim that does not hold, and answers how many. */
const check = async (ledger: string, facts: readonly DeliveredFact[], parts: AuditorParts): Promise<number> => {
  const claims = facts.flatMap((fact) => claimsOf(fact, parts.digest));
  const standings = await standingsOf(claims, parts);
  const doubts = claims.filter((claim) => standings.get(claim) !== 'holds');
  await noteDoubts(ledger, doubts, { ...parts, now: parts.clock.now() });
  return doubts.length;
};

const tallied = async (
  ledger: string,
  facts: readonly DeliveredFact[],
  { auditor }: AuditorParts,
): Promise<readonly RowChange[]> => {
  const byMinute = Map.groupBy(facts, ({ fact }) => minuteOf(fact.recordedAt));
  const keys = [...byMinute.keys()].map((minute) => expectedKey(ledger, minute));
  const rows = new Map((await auditor.load(keys)).map((row) => [row.key.sort, row]));
  return [...byMinute].map(([minute, ofMinute]) => {
    const row = rows.get(minute);
    const before = (row?.body as ExpectedTallies | undefined) ?? noneExpected;
    return { key: expectedKey(ledger, minute), revision: row?.revision ?? 0, body: ofMinute.reduce(expecting, before) };
  });
};
