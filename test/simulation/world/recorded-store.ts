import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import { factIdOf, partsOf } from '../../../domain/shared/stream-id.ts';
import { memoryEventStore } from '../../../functions/adapters/memory/event-store.ts';
import type { World } from './world.ts';

/** Events that were written together, at last. */
export type Commit = readonly StoredEvent[];

/** The one event store of a simulation. Whoever listens hears of each commit once, at the moment it is there. */
export type RecordedStore = {
  readonly truth: EventStore;
  readonly commits: readonly Commit[];
  readonly listen: (listener: (commit: Commit) => void) => void;
};

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
    world.trace.recall(() => `it is recorded: ${outcome.events.map(nameOf).join(', ')}`);
    for (const listener of listeners) listener(outcome.events);
    return outcome;
  };

  const truth = world.bug.truth?.({ ...inner, append }) ?? { ...inner, append };
  return { truth, commits, listen: (listener) => listeners.push(listener) };
};

const nameOf = ({ streamId, version, text }: StoredEvent): string => {
  const { kind, id } = partsOf(streamId);
  const { type } = JSON.parse(text) as { readonly type?: string };
  return kind === 'account' ? `${type} on ${id}, version ${version}` : `${type} of ${id}`;
};
