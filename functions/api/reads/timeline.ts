import type { TransferFact } from '../../../domain/facts/transfer-facts.ts';
import type { EventStore, StoredEvent } from '../../../domain/ports/event-store.ts';
import { factIdOf, type StreamId, streamIdOf } from '../../../domain/shared/stream-id.ts';
import { type Answer, ok } from '../answer.ts';
import { stepAnswer } from '../answers/step-answer.ts';
import type { ApiServices } from '../services.ts';
import { type Sightings, sightingsOf } from './sightings.ts';
import { noSuchTransfer, type TransferAddress, transferStreamOf } from './transfer-of-path.ts';

/** A step may be tried again, so a transfer's stream can be long; the timeline shows its beginning. */
const factsMaximum = 500;

/** A transfer's history: what its saga did, and when each part of the system saw each of its facts. */
export const timeline = async (services: ApiServices, address: TransferAddress): Promise<Answer> => {
  const stream = transferStreamOf(address);
  if (!stream.ok) return { problem: stream.rejection };
  const { eventStore } = services.ledger;
  const [own, sightings] = await Promise.all([
    eventStore.read(stream.value, 0, factsMaximum),
    sightingsOf(services, address),
  ]);
  const newest = own.at(-1);
  if (newest === undefined) return { problem: noSuchTransfer };
  const related = await relatedFacts(eventStore, address.ledger, newest);
  const facts = [...own, ...related].map((event) => factAnswer(event, sightings)).sort(byTime);
  return ok({ transferId: address.id, steps: own.map((event) => stepAnswer(factIn(event))), facts });
};

const factIn = ({ text }: StoredEvent): TransferFact => JSON.parse(text) as TransferFact;

// The facts of its hold, and the journal entries that moved its money.
const relatedFacts = async (
  eventStore: EventStore,
  ledger: string,
  newest: StoredEvent,
): Promise<readonly StoredEvent[]> => {
  const { holdId, entryIds } = factIn(newest).transfer;
  const streams: readonly StreamId[] = [
    ...(holdId === null ? [] : [streamIdOf(ledger, 'hold', holdId)]),
    ...entryIds.map((entryId) => streamIdOf(ledger, 'entry', entryId)),
  ];
  const events = await Promise.all(streams.map((streamId) => eventStore.read(streamId, 0, factsMaximum)));
  return events.flat().filter(({ published }) => published);
};

const factAnswer = ({ streamId, version, text }: StoredEvent, sightings: Sightings) => {
  const { type, recordedAt } = JSON.parse(text) as Pick<TransferFact, 'recordedAt'> & { readonly type: string };
  const factId = factIdOf(streamId, version);
  return { factId, type, recordedAt, seenBy: sightings(factId) };
};

type FactAnswer = ReturnType<typeof factAnswer>;

const byTime = (left: FactAnswer, right: FactAnswer): number =>
  left.recordedAt < right.recordedAt ? -1 : Number(left.recordedAt > right.recordedAt);
