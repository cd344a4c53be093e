import type { Clock } from '../../domain/ports/clock.ts';
import { instantOf } from '../../domain/shared/instant.ts';

/** The time that this machine tells. */
export const systemClock: Clock = { now: () => instantOf(Date.now()) };
