import type { StoredEvent, StreamWrite } from '../../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Proposal } from '../../../domain/shared/proposal.ts';
import { partsOf, type StreamKind } from '../../../domain/shared/stream-id.ts';
import type { WholeEvents } from '../answers/account-answer.ts';

/** The events that a dry run would have written on an account and its stripes. Throws as `eventOfWrite` does. */
export const wholeOfWrites = (writes: Proposal): WholeEvents => {
  const [own, ...stripes] = writes.filter(({ head }) => partsOf(head.streamId).kind === 'account').map(eventIn);
  if (own === undefined) throw new InvariantViolation('The proposal writes no event of an account');
  return { own, stripes };
};

/** The event that a dry run would have written on a stream of this kind. Throws InvariantViolation if there is none. */
export const eventOfWrite = (writes: Proposal, kind: StreamKind): StoredEvent => {
  const write = writes.find(({ head }) => partsOf(head.streamId).kind === kind);
  if (write === undefined) throw new InvariantViolation(`The proposal writes no event of kind ${kind}`);
  return eventIn(write);
};

const eventIn = ({ head, text, hash, published }: StreamWrite): StoredEvent => ({
  streamId: head.streamId,
  version: head.version + 1,
  text,
  hash,
  published,
});
