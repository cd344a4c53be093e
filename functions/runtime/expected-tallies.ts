import { expectedKey, type PositionRow, positionKey } from '../../domain/audit/watch/auditor-rows.ts';
import { type ExpectedTallies, expecting, noneExpected } from '../../domain/audit/watch/watched-consumers.ts';
import type { Archive } from '../../domain/ports/archive.ts';
import type { ProjectionStore, Row, RowKey } from '../../domain/ports/projection-store.ts';
import { minuteOf, plus } from '../../domain/projections/fact-tally.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';
import { deliveredFact } from '../facts/delivered-fact.ts';
import { archivedFact, walkArchive } from './walk-archive.ts';

export type ExpectedParts = {
  readonly auditor: Pick<ProjectionStore, 'load' | 'query'>;
  readonly archive: Pick<Archive, 'read'>;
};

/** What the log gives each consumer to expect, by minute. */
export type ExpectedMinutes = {
  /** The first place of the log that was not read, and whether it is the end. */
  readonly next: number;
  readonly isWhole: boolean;
  readonly minutes: ReadonlyMap<string, ExpectedTallies>;
  /** Of the part that the standing auditor has not walked yet: the id of each fact by its hash. */
  readonly factIds: ReadonlyMap<string, string>;
};

/** More minutes than this are not compared at once. */
export const comparedMinutesMaximum = 1_440;

/** Of the log behind the standing auditor, no more is read for one comparison: a few seconds' work. */
export const tailFactsMaximum = 5_000;

const readingsMaximum = 5;

/**
 * The tallies that the standing auditor has added up, from a minute on, and what the log has behind that. Throws what
 * the stores throw, and TransientFailure where the auditor keeps moving on meanwhile.
 */
export const expectedMinutes = async (ledger: string, from: string, parts: ExpectedParts): Promise<ExpectedMinutes> => {
  const { next, walked } = await walkedMinutes(ledger, from, parts.auditor);
  const tail = await tailOf(ledger, next, parts.archive);
  const minutes = new Map(walked);
  for (const [minute, added] of tail.minutes)
    if (minute >= from) minutes.set(minute, bothOf(minutes.get(minute) ?? noneExpected, added));
  return { ...tail, minutes };
};

/** The rows of a partition from a sort key on, by their sort keys. */
export const rowsFrom = async <Body>(
  store: Pick<ProjectionStore, 'query'>,
  { partition, sort }: RowKey,
): Promise<ReadonlyMap<string, Body>> => {
  // What is shorter by a character sorts before it, and after it come at most the minutes of that ten.
  const rows = await store.query({ partition, after: sort.slice(0, -1), limit: comparedMinutesMaximum + 20 });
  return new Map(rows.filter(({ key }) => key.sort >= sort).map(({ key, body }) => [key.sort, body as Body]));
};

// Minutes belong to a position: the auditor writes both at once, and they are read one after the other.
const walkedMinutes = async (ledger: string, from: string, auditor: ExpectedParts['auditor']) => {
  for (let reading = 0; reading < readingsMaximum; reading += 1) {
    const before = await positionOf(ledger, auditor);
    const walked = await rowsFrom<ExpectedTallies>(auditor, expectedKey(ledger, from));
    const after = await positionOf(ledger, auditor);
    if (before?.revision === after?.revision)
      return { next: (after?.body as PositionRow | undefined)?.next ?? 1, walked };
  }
  throw new TransientFailure(`The auditor of ${ledger} moved on while its tallies were read`);
};

const positionOf = async (ledger: string, auditor: ExpectedParts['auditor']): Promise<Row | undefined> =>
  (await auditor.load([positionKey(ledger)]))[0];

const bothOf = (one: ExpectedTallies, other: ExpectedTallies): ExpectedTallies => ({
  audit: plus(one.audit, other.audit),
  balance: plus(one.balance, other.balance),
  fraud: plus(one.fraud, other.fraud),
});

const tailOf = async (ledger: string, first: number, archive: Pick<Archive, 'read'>): Promise<ExpectedMinutes> => {
  const minutes = new Map<string, ExpectedTallies>();
  const factIds = new Map<string, string>();
  let next = first;
  for await (const segment of walkArchive(ledger, first, archive)) {
    if (next - first >= tailFactsMaximum) return { next, isWhole: false, minutes, factIds };
    for (const { line } of segment) {
      if (line.kind !== 'fact') continue;
      const delivered = deliveredFact(await archivedFact(ledger, line.fact, archive));
      const minute = minuteOf(delivered.fact.recordedAt);
      minutes.set(minute, expecting(minutes.get(minute) ?? noneExpected, delivered));
      factIds.set(delivered.hash, delivered.factId);
    }
    next += segment.length;
  }
  return { next, isWhole: true, minutes, factIds };
};
