import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import { InvariantViolation } from '../../../domain/shared/failures.ts';
import type { RecordedRequest } from '../../../domain/shared/request-recorded.ts';
import { partsOf, type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import type { WholeEvents } from '../answers/account-answer.ts';

/** The event that a recorded request brought about. Throws InvariantViolation where it is not there. */
export const resultOf = async (eventStore: EventStore, request: StoredEvent): Promise<StoredEvent> => {
  const { result } = JSON.parse(request.text) as RecordedRequest;
  return eventOfFact(eventStore, result);
};

/** The events that a recorded request brought about on an account and its stripes. Throws as `resultOf` does. */
export const resultsOf = async (eventStore: EventStore, request: StoredEvent): Promise<WholeEvents> => {
  const { result, resultsOfStripes = [] } = JSON.parse(request.text) as RecordedRequest;
  const [own, ...stripes] = await Promise.all(
    [result, ...resultsOfStripes].map((factId) => eventOfFact(eventStore, factId)),
  );
  if (own === undefined) throw new InvariantViolation('A recorded request has a result');
  return { own, stripes };
};

const eventOfFact = (eventStore: EventStore, factId: string): Promise<StoredEvent> => {
  const [address = '', version = ''] = factId.split('@');
  const { ledger, kind, id } = partsOf(address);
  return eventAt(eventStore, streamIdOf(ledger, kind, id), Number(version));
};

/** One event of a stream, which is known to be there. Throws InvariantViolation where it is not. */
export const eventAt = async (eventStore: EventStore, streamId: StreamId, version: number): Promise<StoredEvent> => {
  const [event] = await eventStore.read(streamId, version, 1);
  if (event?.version !== version) throw new InvariantViolation(`${streamId} has no version ${version}`);
  return event;
};
