import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { EventStore } from '../../../domain/ports/event-store.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { apiUnderTest } from '../../functions/api/support/api-under-test.ts';
import { brokenLinks } from '../../support/broken-links.ts';
import { testLedger } from '../../support/test-ledger.ts';
import { accountCommands, beginning } from './account-commands.ts';
import { beginningFunds, entryCommands } from './entry-commands.ts';
import { begin, holdCommands } from './hold-commands.ts';
import { readingCommands } from './reading-commands.ts';
import type { StoryLedger, StoryModel } from './story.ts';
import { transferCommands } from './transfer-commands.ts';

/** How much was told. */
export type Told = {
  readonly stories: number;
  readonly commands: number;
  readonly longest: number;
  readonly ends: ReadonlyMap<string, number>;
};

export type TellOptions = { readonly stories: number; readonly commandsMaximum: number; readonly seed?: number };

/** Tells stories over the API and to the model. Throws with the shortest story on which they disagree. */
export const tellStories = async ({ stories, commandsMaximum, seed }: TellOptions): Promise<Told> => {
  const ends = new Map<string, number>();
  const told = { stories: 0, commands: 0, longest: 0, ends };
  const anyStory = fc.commands(
    [
      ...many(accountCommands, 1),
      ...many(entryCommands, 6),
      ...many(holdCommands, 4),
      ...many(transferCommands, 2),
      ...readingCommands,
    ],
    { size: 'max', maxCommands: commandsMaximum },
  );
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      const { ledger, store } = storyLedger();
      const model = storyModel(ends);
      for (const command of [...beginning, ...beginningFunds]) await command.run(model, ledger);
      await fc.asyncModelRun(() => ({ model, real: ledger }), story);
      deepEqual(await brokenLinks(store), []);
      deepEqual(ledger.api.failures, []);
      const commands = [...story].length;
      told.stories += 1;
      told.commands += commands;
      told.longest = Math.max(told.longest, commands);
    }),
    { numRuns: stories, ...(seed === undefined ? {} : { seed }) },
  );
  equal(told.stories, stories);
  return told;
};

// What is drawn more often comes more often.
const many = <One>(ones: readonly One[], times: number): readonly One[] =>
  Array.from({ length: times }, () => ones).flat();

const storyModel = (ends: Map<string, number>): StoryModel => ({
  ends,
  accounts: new Map(),
  holds: new Map(),
  transfers: new Map(),
  lines: new Map(),
  requests: new Map(),
  time: { hours: 0 },
});

const storyLedger = (): { readonly ledger: StoryLedger; readonly store: EventStore } => {
  const store = memoryEventStore();
  let appends = 0;
  const counted: EventStore = {
    ...store,
    append: async (writes) => {
      const outcome = await store.append(writes);
      // That a rule refused a request is written too, and changes nothing.
      const isRefusal = writes.every(({ head }) => partsOf(head.streamId).kind === 'rejection');
      if (outcome.code === 'Appended' && !isRefusal) appends += 1;
      return outcome;
    },
  };
  let milliseconds = begin;
  const clock = { now: () => instantOf(milliseconds++) };
  const api = apiUnderTest({ eventStore: counted, more: { ledger: { ...testLedger(counted), clock } } });
  const pass = (hours: number): void => {
    milliseconds += hours * 3_600_000;
  };
  return { ledger: { api, services: api.services, pass, written: () => appends }, store };
};
