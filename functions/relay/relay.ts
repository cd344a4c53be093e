import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Clock } from '../../domain/ports/clock.ts';
import type { FactPublisher, OutgoingFact } from '../../domain/ports/fact-publisher.ts';
import type { Parking } from '../../domain/ports/parking.ts';
import { InvariantViolation, PermanentFailure } from '../../domain/shared/failures.ts';
import { type Attributes, eventOf } from '../adapters/dynamodb/event-row.ts';
import { bytesOf } from '../adapters/kinesis/fact-publisher.ts';
import { cloudEventOf } from '../facts/cloud-event.ts';
import { lastingFailure } from '../runtime/lasting-failure.ts';
import { log, reasonOf } from '../runtime/log.ts';
import type { Count } from '../runtime/metrics.ts';

/** What Kinesis takes as one record: data and partition key together. */
export const factBytesMaximum = 1024 * 1024;

export type RelayOptions = {
  readonly publisher: FactPublisher;
  readonly parking: Parking;
  readonly clock: Clock;
  readonly count: Count;
};

type Prepared = { readonly origin: DynamoDBRecord } & (
  | { readonly fact: OutgoingFact }
  | { readonly failure: Error }
  | { readonly isUnpublished: true }
);

/**
 * Publishes what the event store's stream tells. What can never be published is parked with its whole body and the
 * rest goes on; where something stays unsent, the lowest sequence number of those is reported, so that it and all
 * behind it come again. Facts of one stream may be published in another order than they were written: the table's
 * stream orders changes of one item only, and every event is an item of its own; consumers go by versions.
 */
export const relay =
  (options: RelayOptions) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const prepared = Records.map((origin) => prepare(origin, options.clock));
    const unsent = [...(await publishAll(prepared, options)), ...(await parkAll(prepared, options))];
    const first = unsent.length === 0 ? undefined : prepared[Math.min(...unsent)];
    if (first === undefined) return { batchItemFailures: [] };
    options.count('UnsentFacts', unsent.length);
    return { batchItemFailures: [{ itemIdentifier: sequenceNumberOf(first.origin) }] };
  };

const prepare = (origin: DynamoDBRecord, clock: Clock): Prepared => {
  try {
    if (origin.eventName !== 'INSERT')
      throw new InvariantViolation(`An event was the subject of ${origin.eventName ?? 'an unknown change'}`);
    // The two types of attribute differ in how they type binary values, of which an event has none.
    const event = eventOf((origin.dynamodb?.NewImage ?? {}) as Attributes);
    if (!event.published) return { origin, isUnpublished: true };
    const fact = cloudEventOf(event, clock.now());
    if (bytesOf(fact) > factBytesMaximum) throw new PermanentFailure(`A fact of ${bytesOf(fact)} bytes is too large`);
    return { origin, fact };
  } catch (error) {
    return { origin, failure: lastingFailure(error) };
  }
};

/** Answers the positions of what stayed unsent. */
const publishAll = async (prepared: readonly Prepared[], { publisher }: RelayOptions): Promise<readonly number[]> => {
  const outgoing = [...prepared.entries()].flatMap(([position, one]) =>
    'fact' in one ? [{ position, fact: one.fact }] : [],
  );
  try {
    const unsent = await publisher.publish(outgoing.map(({ fact }) => fact));
    return unsent.flatMap((index) => outgoing[index]?.position ?? []);
  } catch (error) {
    log.warn('nothing is known of the facts sent', reasonOf(error));
    return outgoing.map(({ position }) => position);
  }
};

/** Answers the positions of what could not be parked either. */
const parkAll = async (prepared: readonly Prepared[], options: RelayOptions): Promise<readonly number[]> => {
  const unparked: number[] = [];
  for (const [position, one] of prepared.entries())
    if ('failure' in one && !(await isParked(one.origin, one.failure, options))) unparked.push(position);
  return unparked;
};

const isParked = async (
  origin: DynamoDBRecord,
  failure: Error,
  { parking, clock, count }: RelayOptions,
): Promise<boolean> => {
  const { error, reason } = reasonOf(failure);
  // A record of a table's stream does not tell its shard; its event id is unique.
  const place = { shardId: origin.eventID ?? 'unnamed', sequenceNumber: sequenceNumberOf(origin) };
  const data = Buffer.from(JSON.stringify(origin)).toString('base64');
  try {
    await parking.park({ consumer: 'relay', ...place, data, reason: `${error}: ${reason}`, parkedAt: clock.now() });
  } catch (cause) {
    log.warn('a record could not be parked', { ...place, ...reasonOf(cause) });
    return false;
  }
  count('ParkedRecords');
  if (failure instanceof InvariantViolation) count('InvariantViolations');
  log.error('a record was parked', { ...place, error, reason });
  return true;
};

const sequenceNumberOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';
