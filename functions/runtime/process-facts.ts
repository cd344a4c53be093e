import type { DeliveredFact } from '../../domain/projections/projection.ts';
import type { Instant } from '../../domain/shared/instant.ts';

/** A fact as it came from the fact stream, and when the relay sent it. */
export type Arrival = { readonly delivered: DeliveredFact; readonly relayedAt: Instant };

/**
 * How far some facts came: the first `applied` of them took effect. A `failure` belongs to the one after those; a
 * PermanentFailure or an InvariantViolation means that this fact will never be processed, anything else that it may be
 * tried again.
 */
export type Progress = { readonly applied: number; readonly failure?: unknown };

/** What a consumer does with facts, in the order given. All of it may happen again, and must then change nothing. */
export type ProcessFacts = (arrivals: readonly Arrival[]) => Promise<Progress>;
