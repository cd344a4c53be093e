import { closeInLine } from '../../../domain/audit/close/close-line.ts';
import type { TrailPolicy } from '../../../domain/audit/trail/trail-policy.ts';
import { effectsOf } from '../../../domain/projections/account-effects.ts';
import type { LogEntry } from './trail-entries.ts';
import type { Told } from './trail-facts.ts';

/** Which entries a trail has. */
export type Choice = {
  /** Whether a fact of the type has to be read: to choose it, or to show it. */
  readonly needsFact: (type: string) => boolean;
  readonly chooses: (entry: LogEntry, told: Told) => boolean;
};

/**
 * All entries, or those that made a version of an asked account; and always the closes, without which nobody could tell
 * whether the trail begins and ends where the question wants it to.
 */
export const choiceOfEntries = ({ asked }: TrailPolicy): Choice => {
  if (asked.accounts === null) return { needsFact: (type) => type === 'JournalEntryPosted', chooses: () => true };
  const accounts = new Set<string>(asked.accounts);
  return {
    needsFact: () => true,
    chooses: ({ line }, { fact }) =>
      closeInLine(line) !== undefined ||
      (fact !== undefined && effectsOf(fact).some(({ effect }) => accounts.has(effect.accountId))),
  };
};
