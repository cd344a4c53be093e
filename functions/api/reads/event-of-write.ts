import type { StoredEvent } from '../../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { Proposal } from '../../../domain/shared/proposal.ts';
import { partsOf, type StreamKind } from '../../../domain/shared/stream-id.ts';

/** The event that a dry run would have written on a stream of this kind. Throws InvariantViolation if there is none. */
export const eventOfWrite = (writes: Proposal, kind: StreamKind): StoredEvent => {
  const write = writes.find(({ head }) => partsOf(head.streamId).kind === kind);
  if (write === undefined) throw new InvariantViolation(`The proposal writes no event of kind ${kind}`);
  const { head, text, hash, published } = write;
  return { streamId: head.streamId, version: head.version + 1, text, hash, published };
};
