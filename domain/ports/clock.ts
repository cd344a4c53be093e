import type { Instant } from '../shared/instant.ts';

/** Tells the time. It may jump; recorded times rise along an account all the same. */
export type Clock = { readonly now: () => Instant };

/** Waits; a test's returns at once. */
export type Pause = (milliseconds: number) => Promise<void>;
