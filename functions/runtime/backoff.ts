import type { Pause } from '../../domain/ports/clock.ts';

/** How often something is tried and how long it waits in between, in milliseconds. */
export type Backoff = {
  readonly attemptsMaximum: number;
  readonly delayFirst: number;
  readonly delayMaximum: number;
};

/** What waiting needs; a test gives its own. `random` answers from 0 up to, not including, 1. */
export type Waiting = { readonly pause: Pause; readonly random: () => number };

export const realWaiting: Waiting = {
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
};

/**
 * The wait before the next attempt, with full jitter: anywhere from nothing to the exponential bound, so that those who
 * collided once do not meet again. `attempt` counts from 1.
 * After M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export const delayAfter = (attempt: number, { delayFirst, delayMaximum }: Backoff, random: () => number): number =>
  random() * Math.min(delayMaximum, delayFirst * 2 ** (attempt - 1));
