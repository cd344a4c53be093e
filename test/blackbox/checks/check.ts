import type { Timeline } from '../told/timelines.ts';
import type { Told } from '../told/told.ts';

/** What a check looks at. */
export type Evidence = { readonly told: Told; readonly timelines: ReadonlyMap<string, Timeline> };

/** Answers what is wrong, in sentences; nothing where all is well. Knows nothing but the history. */
export type Check = (evidence: Evidence) => readonly string[];
