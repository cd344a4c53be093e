import type { AppendOutcome, StoredEvent, StreamWrite } from '../../domain/ports/event-store.ts';
import type { StreamId } from '../../domain/shared/stream-id.ts';

export type GroupLimits = {
  /** DynamoDB's limit on the items of a transaction. */
  readonly eventsMaximum: number;
  /** In characters; DynamoDB takes 4 MB in a transaction, and a character has three bytes at most. */
  readonly charactersMaximum: number;
};

export const groupLimits: GroupLimits = { eventsMaximum: 100, charactersMaximum: 1_000_000 };

/** The append of one command that others may rest on before it is written. */
export type Member = {
  readonly writes: readonly StreamWrite[];
  readonly events: readonly StoredEvent[];
  /** Nothing once it has ended, or the newest would hold on to all that ever was. */
  bases: readonly Base[];
  readonly group: Group;
  readonly answer: PromiseWithResolvers<AppendOutcome>;
  standing: 'onItsWay' | 'written' | 'lost';
};

/** That a write follows an event of a member, on that stream. */
export type Base = { readonly streamId: StreamId; readonly member: Member };

/** Members that are written together, each after those that it rests on. */
export type Group = {
  readonly members: Member[];
  /** The groups that have to end before this one is sent; none once they have. */
  readonly behind: Set<Group>;
  standing: 'waiting' | 'sent' | 'ended';
  ended: Promise<void>;
};

type Joining = { readonly behind: ReadonlySet<Group>; readonly limits: GroupLimits };

/** Whether a group that is not sent yet has room, and waits for all that the newcomer would have to wait for. */
export const mayJoin = (
  writes: readonly StreamWrite[],
  group: Group,
  { behind, limits: { eventsMaximum, charactersMaximum } }: Joining,
): boolean => {
  const all = [...group.members.flatMap((member) => member.writes), ...writes];
  return (
    group.standing === 'waiting' &&
    [...behind].every((other) => other === group || group.behind.has(other)) &&
    all.length <= eventsMaximum &&
    all.reduce((sum, { text }) => sum + text.length, 0) <= charactersMaximum
  );
};
