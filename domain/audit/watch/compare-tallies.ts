import { type FactTally, isSameTally, minus } from '../../projections/fact-tally.ts';
import {
  type ExpectedTallies,
  type TallyingConsumer,
  tallyingConsumers,
  type WatchedConsumer,
} from './watched-consumers.ts';

/** What the consumers keep of a minute, by their own tallies. */
export type KeptTallies = Readonly<Record<TallyingConsumer, FactTally>>;

/** A consumer that lacks facts of a minute which another has. */
export type TallyDifference = {
  readonly consumer: WatchedConsumer;
  readonly minute: string;
  /** How many facts it lacks; 0 where it has as many as it should, but not the same. */
  readonly missing: number;
  /** The sum of the hashes of what it lacks; of one fact, its hash. */
  readonly hash: string;
  /** Who has them: the log of the audit, or a consumer where it is the log that lacks them. */
  readonly seenBy: WatchedConsumer;
};

/**
 * Compares what consumers tallied of a minute with the audit's log. A consumer that has fewer facts than the log has of
 * its kind lacks them; where it has more, the log does.
 */
export const compareMinute = (
  minute: string,
  expected: ExpectedTallies,
  kept: KeptTallies,
): readonly TallyDifference[] =>
  tallyingConsumers
    .filter((consumer) => !isSameTally(expected[consumer], kept[consumer]))
    .map((consumer): TallyDifference => {
      const lacking = minus(expected[consumer], kept[consumer]);
      if (lacking.count >= 0) return { consumer, minute, missing: lacking.count, hash: lacking.sum, seenBy: 'audit' };
      const surplus = minus(kept[consumer], expected[consumer]);
      return { consumer: 'audit', minute, missing: surplus.count, hash: surplus.sum, seenBy: consumer };
    });
