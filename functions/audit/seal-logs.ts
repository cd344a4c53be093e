import { allLogs, knownLogKey, type LogRow, logKey } from '../../domain/audit/log/log-place.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import { millisecondsOf } from '../../domain/shared/instant.ts';
import { log, reasonOf } from '../runtime/log.ts';
import type { Count } from '../runtime/metrics.ts';
import { type SealOptions, sealLog } from './seal-log.ts';

export type SealLogsOptions = SealOptions & {
  readonly store: Pick<ProjectionStore, 'load' | 'commit' | 'query'>;
  readonly count: Count;
  /** Called once for each ledger before it is sealed here; where it throws, nothing is sealed. */
  readonly beforeSealing?: (ledger: string) => Promise<void>;
};

/**
 * How long a log waits for its next checkpoint while facts arrive. What is not full is written again at each, so a
 * checkpoint for every fact would keep everything a hundred times over.
 */
export const secondsBetweenCheckpoints = 10;

/** How long a backlog is worked on in one go; the next call goes on. */
export const sealingSecondsMaximum = 20;

const logsPerPage = 100;

/** Seals logs, as facts arrive and from time to time. Both may happen at once. */
export type LogSealer = {
  /**
   * Notes that a ledger has a log, and seals it unless that was done just now. A log that cannot be sealed stops
   * nobody: the facts are archived, and `sealAll` seals it or fails. Throws what the store throws, if it could not be
   * noted.
   */
  readonly sealWhenDue: (ledger: string) => Promise<void>;
  /** The same at once, however short a while ago the log was sealed. */
  readonly sealNow: (ledger: string) => Promise<void>;
  /** Seals all logs. One that cannot be sealed does not stop the others; the first failure is thrown at the end. */
  readonly sealAll: () => Promise<void>;
};

export const logSealer = (options: SealLogsOptions): LogSealer => {
  const known = new Set<string>();
  const begun = new Set<string>();
  const seal = async (ledger: string): Promise<void> => {
    if (!begun.has(ledger)) await options.beforeSealing?.(ledger);
    begun.add(ledger);
    await sealUntilDone(ledger, options);
  };
  const sealIf = async (ledger: string, isWanted: typeof isDue): Promise<void> => {
    if (!known.has(ledger)) await note(ledger, options);
    known.add(ledger);
    try {
      if (await isWanted(ledger, options)) await seal(ledger);
    } catch (failure) {
      report(ledger, failure, options.count);
    }
  };
  return {
    sealWhenDue: (ledger) => sealIf(ledger, isDue),
    sealNow: (ledger) => sealIf(ledger, async () => true),
    sealAll: async () => {
      const failures: unknown[] = [];
      for await (const ledger of ledgersWithLogs(options.store)) {
        try {
          await seal(ledger);
        } catch (failure) {
          report(ledger, failure, options.count);
          failures.push(failure);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
};

// Of two at once one writes the row, and that is enough.
const note = async (ledger: string, { store, clock }: SealLogsOptions): Promise<void> => {
  const [row] = await store.load([knownLogKey(ledger)]);
  if (row === undefined) await store.commit([{ key: knownLogKey(ledger), revision: 0, body: { since: clock.now() } }]);
};

const isDue = async (ledger: string, { store, clock }: SealLogsOptions): Promise<boolean> => {
  const [row] = await store.load([logKey(ledger)]);
  if (row === undefined) return true;
  const { sealedAt } = row.body as LogRow;
  return millisecondsOf(clock.now()) - millisecondsOf(sealedAt) >= secondsBetweenCheckpoints * 1_000;
};

const sealUntilDone = async (ledger: string, options: SealLogsOptions): Promise<void> => {
  const begun = millisecondsOf(options.clock.now());
  let isLeft = true;
  while (isLeft && millisecondsOf(options.clock.now()) - begun < sealingSecondsMaximum * 1_000) {
    const { code, sealed } = await sealLog(ledger, options);
    if (code === 'conflict') options.count('RevisionConflicts');
    isLeft = sealed > 0;
  }
};

const report = (ledger: string, failure: unknown, count: Count): void => {
  if (failure instanceof InvariantViolation) count('InvariantViolations');
  log.error('a log could not be sealed', { ledger, ...reasonOf(failure) });
};

/** The ledgers of which it was noted that they have a log. */
export async function* ledgersWithLogs(store: Pick<ProjectionStore, 'query'>): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const rows = await store.query({
      partition: allLogs,
      limit: logsPerPage,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key } of rows) yield key.sort;
    if (rows.length < logsPerPage) return;
    after = rows.at(-1)?.key.sort;
  }
}
