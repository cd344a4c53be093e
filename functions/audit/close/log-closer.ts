import { newestDue } from '../../../domain/audit/close/close-schedule.ts';
import { knownLogKey } from '../../../domain/audit/log/log-place.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Instant } from '../../../domain/shared/instant.ts';
import type { CloseDemand, DemandOutcome } from '../../runtime/ask-close.ts';
import { lanes } from '../../runtime/lanes.ts';
import { log, reasonOf } from '../../runtime/log.ts';
import type { Count } from '../../runtime/metrics.ts';
import { ledgersWithLogs } from '../seal-logs.ts';
import {
  type CloseOptions,
  type CloseOrder,
  closeLog,
  type Follower,
  type PlacedClose,
  rehearsedClose,
} from './close-log.ts';
import { demandClose } from './demand-close.ts';

export type LogCloserOptions = Omit<CloseOptions, 'onConflict'> & {
  /** The time of day, in UTC, at which logs are closed; undefined where they are closed on demand alone. */
  readonly closeTime: string | undefined;
  readonly count: Count;
};

/** Closes logs: on demand, and each day. */
export type LogCloser = {
  /** Closes a log for a request, once; a repetition is answered with the same close. */
  readonly demand: (demand: CloseDemand) => Promise<DemandOutcome>;
  /**
   * Closes each log that has not been closed since the time of day at which it should be. One that cannot be closed
   * does not stop the others; the first failure is thrown at the end.
   */
  readonly closeDue: () => Promise<void>;
};

export const logCloser = ({ closeTime, count, ...rest }: LogCloserOptions): LogCloser => {
  const options = { ...rest, onConflict: () => count('RevisionConflicts') };
  const followers = new Map<string, Follower>();
  const turns = lanes();
  const following = <Answer>(ledger: string, work: (follower: Follower) => Promise<Answer>): Promise<Answer> =>
    turns.run([ledger], () => {
      const follower = followers.get(ledger) ?? { followed: undefined };
      followers.set(ledger, follower);
      return work(follower);
    });
  const close = (ledger: string, order: CloseOrder): Promise<PlacedClose> =>
    following(ledger, (follower) => closeLog(ledger, { order, follower }, options));
  const rehearse = (ledger: string) => following(ledger, (follower) => rehearsedClose(ledger, follower, options));
  return {
    demand: (demand) => demandClose(demand, { ...options, close, rehearse }),
    closeDue: async () => {
      if (closeTime === undefined) return;
      const due = newestDue(options.clock.now(), closeTime);
      const failures: unknown[] = [];
      for await (const ledger of ledgersWithLogs(options.store))
        try {
          if (await wasThere(ledger, due, options))
            await close(ledger, { reason: 'schedule', due, isEnough: ({ closedAt }) => closedAt >= due });
        } catch (failure) {
          if (failure instanceof InvariantViolation) count('InvariantViolations');
          log.error('a log could not be closed', { ledger, ...reasonOf(failure) });
          failures.push(failure);
        }
      if (failures.length > 0) throw failures[0];
    },
  };
};

// A log that began since has nothing to close yet.
const wasThere = async (ledger: string, due: Instant, { store }: Pick<CloseOptions, 'store'>): Promise<boolean> => {
  const [row] = await store.load([knownLogKey(ledger)]);
  return row !== undefined && (row.body as { readonly since: Instant }).since < due;
};
