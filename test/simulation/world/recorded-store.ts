import type { EventStore, StoredEvent, StreamHead } from '../../../domain/ports/event-store.ts';
import { factIdOf, type StreamId } from '../../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import { headAt, headBefore } from '../../../functions/adapters/stream-head.ts';
import type { World } from './world.ts';

/** Events that were written together, at last. */
export type Commit = readonly StoredEvent[];

/** The one event store of a simulation. Whoever listens hears of each commit once, at the moment it is there. */
export type RecordedStore = {
  /** As the functions see it: an eventual read may be behind, a conflict may not tell with what. */
  readonly asSeen: EventStore;
  /** As it is. */
  readonly truth: EventStore;
  readonly commits: readonly Commit[];
  readonly listen: (listener: (commit: Commit) => void) => void;
};

const versionsBehindMaximum = 3;

export const recordedStore = (world: World): RecordedStore => {
  const inner = memoryEventStore();
  const commits: Commit[] = [];
  const listeners: ((commit: Commit) => void)[] = [];

  const append: EventStore['append'] = async (writes) => {
    const before = await inner.load(
      writes.map(({ head }) => head.streamId),
      'strong',
    );
    const outcome = await inner.append(writes);
    const isNew =
      outcome.code === 'Appended' && before.every(({ version }, at) => version === writes[at]?.head.version);
    if (outcome.code !== 'Appended' || !isNew) return outcome;
    commits.push(outcome.events);
    world.schedule.stir();
    const ids = outcome.events.map(({ streamId, version }) => factIdOf(streamId, version));
    world.trace.note(`commit ${commits.length}: ${ids.join(' ')} ${outcome.events[0]?.hash ?? ''}`);
    for (const listener of listeners) listener(outcome.events);
    return outcome;
  };

  const truth = world.bug.truth?.({ ...inner, append }) ?? { ...inner, append };
  return { truth, commits, listen: (listener) => listeners.push(listener), asSeen: seen(world, truth) };
};

const seen = ({ weather, random, trace }: World, truth: EventStore): EventStore => {
  const behind = async (head: StreamHead): Promise<StreamHead> => {
    if (head.newest === undefined || !weather.strikes('staleRead')) return head;
    trace.fault('staleRead');
    const events = await truth.read(head.streamId, 0, 10_000);
    const older = events.at(-2 - random.below(versionsBehindMaximum));
    return older === undefined ? headBefore(head.streamId as StreamId) : headAt(older);
  };
  return {
    ...truth,
    load: async (streamIds, consistency) => {
      const heads = await truth.load(streamIds, consistency);
      return consistency === 'strong' ? heads : Promise.all(heads.map(behind));
    },
    append: async (writes) => {
      const outcome = await truth.append(writes);
      if (outcome.code === 'Appended') return outcome;
      trace.sometimes('an append lost a race');
      if (!weather.strikes('conflictUntold')) return outcome;
      trace.fault('conflictUntold');
      return { ...outcome, existing: undefined };
    },
  };
};
