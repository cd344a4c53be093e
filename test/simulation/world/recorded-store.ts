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

  const note = (commit: Commit): void => {
    commits.push(commit);
    world.schedule.stir();
    const ids = commit.map(({ streamId, version }) => factIdOf(streamId, version));
    world.trace.note(`commit ${commits.length}: ${ids.join(' ')} ${commit[0]?.hash ?? ''}`);
    world.trace.recall(() => `it is recorded: ${commit.map(nameOf).join(', ')}`);
    for (const listener of listeners) listener(commit);
  };

  const append: EventStore['append'] = async (writes) => {
    const before = await inner.load(
      writes.map(({ head }) => head.streamId),
      'strong',
    );
    const outcome = await inner.append(writes);
    if (outcome.code !== 'Appended') return outcome;
    const isNew = outcome.events.every(({ version }, at) => version > (before[at]?.version ?? version));
    if (!isNew) return outcome;
    const together = commandsIn(outcome.events);
    if (together.length > 1) world.trace.sometimes('commands were written together');
    for (const commit of together) note(commit);
    return outcome;
  };

  const truth = world.bug.truth?.({ ...inner, append }) ?? { ...inner, append };
  return { truth, commits, listen: (listener) => listeners.push(listener) };
};

// Only entries and holds are written together, and each of them is followed by its accounts.
const commandsIn = (events: readonly StoredEvent[]): readonly Commit[] => {
  const begins = events.flatMap(({ streamId }, at) => (partsOf(streamId).kind === 'account' ? [] : [at]));
  const parts = begins.map((from, at) => events.slice(from, begins[at + 1]));
  const areTogether =
    begins[0] === 0 && parts.every(([first, ...accounts]) => isEntryOrHold(first) && accounts.length > 0);
  return areTogether ? parts : [events];
};

const isEntryOrHold = (event: StoredEvent | undefined): boolean =>
  event !== undefined && ['entry', 'hold'].includes(partsOf(event.streamId).kind);

const nameOf = ({ streamId, version, text }: StoredEvent): string => {
  const { kind, id } = partsOf(streamId);
  const { type } = JSON.parse(text) as { readonly type?: string };
  return kind === 'account' ? `${type} on ${id}, version ${version}` : `${type} of ${id}`;
};
