import { streamIdOf } from '../../../domain/shared/stream-id.ts';
import { holdIdOf } from '../../../functions/commands/authorize-hold.ts';
import { log } from '../../../functions/runtime/log.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What could be wrong with how requests are told apart and answered. */
export const answerBugs: readonly PlantedBug[] = [
  {
    id: 'key-is-ignored',
    what: 'An entry gets a fresh id with each attempt, whatever its key.',
    commands: (commands) => {
      let attempts = 0;
      return {
        ...commands,
        postEntry: (ledger, command) => {
          attempts += 1;
          return commands.postEntry(ledger, { ...command, key: `${command.key} attempt ${attempts}` });
        },
      };
    },
  },
  {
    id: 'fingerprint-is-ignored',
    what: 'Any request under a known key is answered as a repetition.',
    commands: (commands) => ({
      ...commands,
      authorizeHold: async (ledger, command) => {
        const outcome = await commands.authorizeHold(ledger, command);
        const isMisused = outcome.code === 'Rejected' && outcome.rejection.code === 'IdempotencyKeyMisused';
        if (!isMisused) return outcome;
        const [event] = await ledger.eventStore.read(
          streamIdOf(command.origin.ledger, 'hold', holdIdOf(command.origin.ledger, command.key)),
          0,
          1,
        );
        return event === undefined ? outcome : { code: 'Recorded', event, replayed: true };
      },
    }),
  },
  {
    id: 'answers-before-it-writes',
    what: 'A capture is answered as soon as it is decided.',
    commands: (commands) => ({
      ...commands,
      captureHold: async (ledger, command) => {
        const eager: typeof ledger.eventStore.append = async (writes) => {
          void ledger.eventStore.append(writes).catch(() => undefined);
          const events = writes.map(({ head, ...event }) => ({
            ...event,
            streamId: head.streamId,
            version: head.version + 1,
          }));
          return { code: 'Appended', events };
        };
        return commands.captureHold({ ...ledger, eventStore: { ...ledger.eventStore, append: eager } }, command);
      },
    }),
  },
  {
    id: 'refusal-not-awaited',
    what: 'Whoever is refused hears of it before it is kept.',
    keepRefusal: (keepRefusal) => async (refusal, request, ledger) => {
      void keepRefusal(refusal, request, ledger);
      return false;
    },
  },
  {
    id: 'busy-is-refused-as-funds',
    what: 'Where funds are short by what a process remembers, nobody looks again.',
    commands: (commands) => ({
      ...commands,
      postEntry: (ledger, command) => {
        const { load } = ledger.eventStore;
        const eventStore = { ...ledger.eventStore, load: (ids: Parameters<typeof load>[0]) => load(ids, 'eventual') };
        return commands.postEntry({ ...ledger, eventStore }, command);
      },
    }),
  },
  {
    id: 'description-in-log',
    what: 'A refused entry is logged with its description.',
    commands: (commands) => ({
      ...commands,
      postEntry: async (ledger, command) => {
        const outcome = await commands.postEntry(ledger, command);
        if (outcome.code === 'Rejected') log.warn('an entry was refused', { description: command.body.description });
        return outcome;
      },
    }),
  },
];
