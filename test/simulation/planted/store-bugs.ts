import type { EventStore, StreamHead, StreamWrite } from '../../../domain/ports/event-store.ts';
import { canonicalJson } from '../../../domain/shared/canonical-json.ts';
import { partsOf } from '../../../domain/shared/stream-id.ts';
import { headAt } from '../../../functions/adapters/stream-head.ts';
import type { PlantedBug } from './planted-bug.ts';

const kindOf = ({ head }: StreamWrite): string => partsOf(head.streamId).kind;

/** The same write with some of its text changed. */
const rewritten = (write: StreamWrite, change: Readonly<Record<string, unknown>>): StreamWrite => ({
  ...write,
  text: canonicalJson({ ...(JSON.parse(write.text) as object), ...change }),
});

const appending = (change: (writes: readonly StreamWrite[]) => readonly StreamWrite[]) => (store: EventStore) => ({
  ...store,
  append: (writes: readonly StreamWrite[]) => store.append(change(writes)),
});

const textOf = (write: StreamWrite): Readonly<Record<string, string>> => JSON.parse(write.text);

/** What could be wrong with the event store and with what is written to it. */
export const storeBugs: readonly PlantedBug[] = [
  {
    id: 'strong-loads-from-memory',
    what: 'A process answers strong loads from the heads that it remembers.',
    eventStore: (cached) => ({ ...cached, load: (streamIds) => cached.load(streamIds, 'eventual') }),
  },
  {
    id: 'strong-loads-are-eventual',
    what: 'A strong load asks a replica that may be behind.',
    eventStore: (_, uncached) => ({ ...uncached, load: (streamIds) => uncached.load(streamIds, 'eventual') }),
  },
  {
    id: 'cache-outlives-failure',
    what: 'An append that failed is remembered as if it had been written.',
    eventStore: (cached) => rememberingAll(cached),
  },
  {
    id: 'append-is-not-atomic',
    what: 'The last write of an append gets lost now and then.',
    truth: appending((writes) =>
      writes.length > 2 && textOf(writes[1] ?? lastOf(writes))['type'] === 'EntryPosted' ? writes.slice(0, -1) : writes,
    ),
  },
  {
    id: 'acknowledged-and-lost',
    what: 'Every fifth append is answered as written, and is not.',
    truth: (store) => losing(store),
  },
  {
    id: 'capture-keeps-the-hold',
    what: 'A capture posts the funds and forgets to take them off the hold.',
    eventStore: (cached) =>
      appending((writes) =>
        writes.map((write) => {
          const { type, side, amount = '0' } = textOf(write);
          if (kindOf(write) !== 'account' || type !== 'HeldFundsPosted') return write;
          return rewritten(write, side === 'debit' ? { heldDebits: amount } : { heldCredits: amount });
        }),
      )(cached),
  },
  {
    id: 'floor-forgotten',
    what: 'An account is loaded without its floor.',
    eventStore: (cached) => ({
      ...cached,
      load: async (streamIds, consistency) => (await cached.load(streamIds, consistency)).map(withoutFloor),
    }),
  },
  {
    id: 'own-text-is-trusted',
    what: 'An event in the way that has the same text is taken for an earlier attempt of the same append.',
    eventStore: (cached) => ({
      ...cached,
      append: async (writes) => {
        const outcome = await cached.append(writes);
        if (outcome.code === 'Appended') return outcome;
        const { existing } = outcome;
        const lost = writes.find(({ head }) => head.streamId === outcome.streamId);
        return existing !== undefined && lost?.text === existing.text
          ? { code: 'Appended', events: [existing] }
          : outcome;
      },
    }),
  },
];

const lastOf = (writes: readonly StreamWrite[]): StreamWrite => {
  const last = writes.at(-1);
  if (last === undefined) throw new Error('An append writes at least one event');
  return last;
};

const losing = (store: EventStore): EventStore => {
  let appends = 0;
  return {
    ...store,
    append: async (writes) => {
      appends += 1;
      if (appends % 5 !== 0) return store.append(writes);
      const events = writes.map(({ head, ...event }) => ({
        ...event,
        streamId: head.streamId,
        version: head.version + 1,
      }));
      return { code: 'Appended', events };
    },
  };
};

const withoutFloor = (head: StreamHead): StreamHead => {
  const { newest } = head;
  if (newest === undefined || partsOf(head.streamId).kind !== 'account') return head;
  return headAt({ ...newest, text: canonicalJson({ ...(JSON.parse(newest.text) as object), floor: null }) });
};

const rememberingAll = (store: EventStore): EventStore => {
  const heads = new Map<string, StreamHead>();
  return {
    ...store,
    load: async (streamIds, consistency) => {
      const loaded = await store.load(streamIds, consistency);
      return loaded.map((head) => (consistency === 'eventual' ? (heads.get(head.streamId) ?? head) : head));
    },
    append: async (writes) => {
      for (const { head, text, hash, published } of writes)
        heads.set(head.streamId, headAt({ streamId: head.streamId, version: head.version + 1, text, hash, published }));
      return store.append(writes);
    },
  };
};
