import type {
  AppendOutcome,
  EventStore,
  StoredEvent,
  StreamHead,
  StreamWrite,
  VersionConflict,
} from '../../domain/ports/event-store.ts';
import { PermanentFailure } from '../../domain/shared/failures.ts';
import { partsOf, type StreamId } from '../../domain/shared/stream-id.ts';
import { type Base, type Group, type GroupLimits, groupLimits, type Member, mayJoin } from './commit-group.ts';
import { eventAfter, headAt } from './stream-head.ts';

/**
 * An event store that commits in groups (DeWitt et al., "Implementation Techniques for Main Memory Database Systems",
 * 1984): while an append on an account is on its way, those behind it are decided on what it writes, wait, and are then
 * written together, in one transaction. So where one process has many requests at once, a hot account is as fast as
 * transactions are large. An append that meets nobody is sent at once and alone.
 *
 * Nothing is answered before it is written. What rests on an append that was lost is never sent: it has lost its race,
 * and is told so. A strong load waits for what is on its way. Only journal entries and holds are seen before they are
 * written; everything else waits for what it rests on, and goes alone.
 */
export const groupCommit = (store: EventStore, limits: GroupLimits = groupLimits): EventStore => {
  /** The newest event on its way, by stream. */
  const newest = new Map<StreamId, StoredEvent>();
  /** Whose event it is, of those on their way and those that were lost: a head may be held for long. */
  const memberOf = new WeakMap<StoredEvent, Member>();

  const groupsOn = (streamIds: readonly StreamId[]): readonly Group[] =>
    streamIds.flatMap((streamId) => {
      const event = newest.get(streamId);
      return event === undefined ? [] : (memberOf.get(event)?.group ?? []);
    });

  const basesOf = (writes: readonly StreamWrite[]): readonly Base[] =>
    writes.flatMap(({ head }) => {
      const member = head.newest === undefined ? undefined : memberOf.get(head.newest);
      return member === undefined ? [] : [{ streamId: head.streamId, member }];
    });

  const stage = (writes: readonly StreamWrite[], bases: readonly Base[]): Member => {
    const pending = bases.map(({ member }) => member.group).filter(({ standing }) => standing !== 'ended');
    const behind = new Set(pending);
    const joined = [...behind].find((group) => mayJoin(writes, group, { behind, limits }));
    const group = joined ?? { members: [], behind, standing: 'waiting', ended: Promise.resolve() };
    const member: Member = {
      writes,
      events: writes.map(eventAfter),
      bases,
      group,
      answer: Promise.withResolvers<AppendOutcome>(),
      standing: 'onItsWay',
    };
    group.members.push(member);
    for (const event of member.events) {
      newest.set(event.streamId, event);
      memberOf.set(event, member);
    }
    if (joined === undefined) group.ended = send(group);
    return member;
  };

  const send = async (group: Group): Promise<void> => {
    await Promise.all([...group.behind].map(({ ended }) => ended));
    group.behind.clear();
    group.standing = 'sent';
    await write(group.members);
    group.standing = 'ended';
  };

  /** Writes members in one transaction, without those that rest on one that was lost. */
  const write = async (members: readonly Member[]): Promise<void> => {
    for (;;) {
      const left = members.filter(({ standing }) => standing === 'onItsWay').filter(restsOnWhatIsThere);
      if (left.length === 0) return;
      try {
        const outcome = await store.append(left.flatMap(({ writes }) => writes));
        if (outcome.code === 'Appended') {
          for (const member of left) end(member, 'written').resolve({ code: 'Appended', events: member.events });
          return;
        }
        const first = left.find(({ events }) => events.some(({ streamId }) => streamId === outcome.streamId));
        if (first === undefined) throw new PermanentFailure(`A conflict on ${outcome.streamId}, which nobody wrote`);
        end(first, 'lost').resolve(outcome);
      } catch (error) {
        // One that can never be written must not take the others with it.
        if (error instanceof PermanentFailure && left.length > 1) for (const member of left) await write([member]);
        else for (const member of left) end(member, 'lost').reject(error);
        return;
      }
    }
  };

  const restsOnWhatIsThere = (member: Member): boolean => {
    const lost = lostAmong(member.bases);
    if (lost !== undefined) end(member, 'lost').resolve(lost);
    return lost === undefined;
  };

  const end = (member: Member, standing: 'written' | 'lost'): PromiseWithResolvers<AppendOutcome> => {
    member.standing = standing;
    member.bases = [];
    for (const event of member.events) {
      if (newest.get(event.streamId) === event) newest.delete(event.streamId);
      if (standing === 'written') memberOf.delete(event);
    }
    return member.answer;
  };

  return {
    ...store,
    load: async (streamIds, consistency) => {
      if (consistency === 'strong') {
        await Promise.all(groupsOn(streamIds).map(({ ended }) => ended));
        return store.load(streamIds, 'strong');
      }
      const heads = new Map<StreamId, StreamHead>();
      for (const streamId of streamIds) {
        const event = newest.get(streamId);
        if (event !== undefined) heads.set(streamId, headAt(event));
      }
      const unknown = streamIds.filter((streamId) => !heads.has(streamId));
      const loaded = unknown.length === 0 ? [] : await store.load(unknown, 'eventual');
      for (const head of loaded) heads.set(head.streamId, head);
      return streamIds.flatMap((streamId) => heads.get(streamId) ?? []);
    },
    append: async (writes, staged) => {
      for (;;) {
        const bases = basesOf(writes);
        const lost = lostAmong(bases);
        if (lost !== undefined) return lost;
        const groups = groupsOn(writes.map(({ head }) => head.streamId));
        const isNext = writes.every(({ head }) => [undefined, head.newest].includes(newest.get(head.streamId)));
        if (isNext && maybeStaged(writes)) {
          const { answer } = stage(writes, bases);
          staged?.();
          return answer.promise;
        }
        if (groups.length === 0) return store.append(writes);
        await Promise.all(groups.map(({ ended }) => ended));
      }
    },
  };
};

/** A journal entry or a hold, on accounts that are there. */
const maybeStaged = ([first, ...others]: readonly StreamWrite[]): boolean =>
  first !== undefined &&
  others.length > 0 &&
  ['entry', 'hold'].includes(partsOf(first.head.streamId).kind) &&
  others.every(({ head }) => head.newest !== undefined && partsOf(head.streamId).kind === 'account');

const lostAmong = (bases: readonly Base[]): VersionConflict | undefined => {
  const lost = bases.find(({ member }) => member.standing === 'lost');
  return lost === undefined ? undefined : { code: 'VersionConflict', streamId: lost.streamId, existing: undefined };
};
