import type fc from 'fast-check';
import type { Archive } from '../../domain/ports/archive.ts';
import type { EventStore } from '../../domain/ports/event-store.ts';
import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { cachedHeads } from '../../functions/adapters/cached-heads.ts';
import { groupCommit } from '../../functions/adapters/group-commit.ts';
import { lanes } from '../../functions/runtime/lanes.ts';
import type { Ledger } from '../../functions/runtime/ledger.ts';

/** Lets a call take effect, and its answer arrive, when the scheduler says so: two moments, with others in between. */
const twice =
  (scheduler: fc.Scheduler) =>
  async <Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> => {
    await scheduler.schedule(Promise.resolve(), `${name} is asked`);
    const answer = await work();
    await scheduler.schedule(Promise.resolve(), `${name} answers`);
    return answer;
  };

/** The event store as one process sees it among others. Streams are read one by one, as on DynamoDB. */
export const scheduledEvents = (store: EventStore, scheduler: fc.Scheduler): EventStore => {
  const later = twice(scheduler);
  return {
    ...store,
    load: async (streamIds, consistency) =>
      (await Promise.all(streamIds.map((id) => later('load', () => store.load([id], consistency))))).flat(),
    append: (writes) => later('append', () => store.append(writes)),
    read: (streamId, from, limit) => later('read', () => store.read(streamId, from, limit)),
  };
};

/** Rows as one worker sees them among others. Each is read by itself: a batched read of a table is no snapshot. */
export const scheduledRows = (store: ProjectionStore, scheduler: fc.Scheduler): ProjectionStore => {
  const later = twice(scheduler);
  return {
    ...store,
    load: async (keys) => (await Promise.all(keys.map((key) => later('load', () => store.load([key]))))).flat(),
    commit: (changes) => later('commit', () => store.commit(changes)),
    query: (query) => later('query', () => store.query(query)),
    dueBy: (queue, until, limit) => later('dueBy', () => store.dueBy(queue, until, limit)),
  };
};

/** An archive as one worker sees it among others. */
export const scheduledArchive = (
  archive: Archive,
  scheduler: fc.Scheduler,
): Pick<Archive, 'create' | 'read' | 'readBytes'> => {
  const later = twice(scheduler);
  return {
    create: (name, body) => later('create', () => archive.create(name, body)),
    read: (name) => later('read', () => archive.read(name)),
    readBytes: (name) => later('read', () => archive.readBytes(name)),
  };
};

/** A process of its own on the same ledger, with heads, groups and lanes that the others know nothing of. */
export const processOn = (ledger: Ledger, scheduler: fc.Scheduler): Ledger => ({
  ...ledger,
  eventStore: groupCommit(cachedHeads(scheduledEvents(ledger.eventStore, scheduler), { now: () => 0 })),
  lanes: lanes(),
});
