/** Failures, by their names, that pass: whoever asks again may be answered. */
export const passing: ReadonlySet<string> = new Set(['TransientFailure', 'Crashed', 'TimedOut']);
