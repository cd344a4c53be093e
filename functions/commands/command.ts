import type { Origin } from '../../domain/facts/origin.ts';

/** What every command carries beside its body. */
export type Command<Body> = {
  readonly origin: Origin;
  /** The caller's Idempotency-Key, or one derived from the transfer and the saga's step. */
  readonly key: string;
  readonly body: Body;
  /** What tells a replay from a misuse, where the body has defaults in it that the caller did not say. */
  readonly fingerprint?: string;
  /** Decide and write nothing. */
  readonly dryRun?: boolean;
};
