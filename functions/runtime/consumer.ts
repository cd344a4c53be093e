import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import type { Clock } from '../../domain/ports/clock.ts';
import type { Parking } from '../../domain/ports/parking.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';
import { parseCloudEvent } from '../facts/parse-cloud-event.ts';
import { isLasting, lastingFailure } from './lasting-failure.ts';
import { log, reasonOf } from './log.ts';
import type { Count } from './metrics.ts';
import type { Arrival, ProcessFacts, Progress } from './process-facts.ts';

export type ConsumerOptions = {
  /** The function's name, under which its parked records are found. */
  readonly name: string;
  readonly process: ProcessFacts;
  readonly parking: Parking;
  readonly clock: Clock;
  readonly count: Count;
};

export type KinesisHandler = (event: KinesisStreamEvent) => Promise<KinesisStreamBatchResponse>;

type Received = { readonly origin: KinesisStreamRecord } & (
  | { readonly arrival: Arrival }
  | { readonly failure: unknown }
);

/**
 * Handles batches of the fact stream. What can never be processed is parked with its whole body, and those behind it
 * go on; at the first that failed for a passing reason it stops and reports that one, so that it and all behind it
 * come again.
 */
export const consumer = (options: ConsumerOptions): KinesisHandler => {
  return async ({ Records }) => {
    const received = Records.map(receive);
    const stoppedAt = await processAll(received, options);
    const stopped = stoppedAt === undefined ? undefined : received[stoppedAt];
    return {
      batchItemFailures: stopped === undefined ? [] : [{ itemIdentifier: stopped.origin.kinesis.sequenceNumber }],
    };
  };
};

const receive = (origin: KinesisStreamRecord): Received => {
  try {
    return { origin, arrival: parseCloudEvent(Buffer.from(origin.kinesis.data, 'base64')) };
  } catch (error) {
    return { origin, failure: lastingFailure(error) };
  }
};

/** Answers the position of the record that has to come again, if one has to. */
const processAll = async (received: readonly Received[], options: ConsumerOptions): Promise<number | undefined> => {
  let next = 0;
  let isSingly = false;
  while (next < received.length) {
    const run = arrivalsFrom(received, next, isSingly ? 1 : received.length);
    const { applied, failure } = run.length === 0 ? unreadable(received[next]) : await attempt(run, options.process);
    if (failure === undefined) {
      next += run.length;
      continue;
    }
    next += applied;
    const failed = received[next]?.origin;
    if (failed === undefined) throw new InvariantViolation('A failure belongs to one of the facts given');
    if (!isLasting(failure)) return comesAgain(next, failed, failure);
    // Of several attempted together, any one may be at fault; alone, it is its own failure.
    isSingly = run.length > 1;
    if (isSingly) continue;
    const unparked = await park(failed, failure, options);
    if (unparked !== undefined) return comesAgain(next, failed, unparked);
    next += 1;
  }
  return undefined;
};

/** The facts from a position on, up to the first record that is none. */
const arrivalsFrom = (received: readonly Received[], from: number, limit: number): readonly Arrival[] => {
  const arrivals: Arrival[] = [];
  for (const one of received.slice(from, from + limit)) {
    if (!('arrival' in one)) break;
    arrivals.push(one.arrival);
  }
  return arrivals;
};

const unreadable = (one: Received | undefined): Progress => ({
  applied: 0,
  failure: one !== undefined && 'failure' in one ? one.failure : new InvariantViolation('There is no such record'),
});

const attempt = async (run: readonly Arrival[], process: ProcessFacts): Promise<Progress> => {
  try {
    return await process(run);
  } catch (failure) {
    return { applied: 0, failure };
  }
};

/** Answers why the record could not be parked, if it could not. */
const park = async (
  origin: KinesisStreamRecord,
  failure: unknown,
  { name, parking, clock, count }: ConsumerOptions,
): Promise<unknown> => {
  const { error, reason } = reasonOf(failure);
  try {
    await parking.park({
      consumer: name,
      ...placeOf(origin),
      data: origin.kinesis.data,
      reason: `${error}: ${reason}`,
      parkedAt: clock.now(),
    });
  } catch (cause) {
    return cause ?? new TransientFailure('Parking failed');
  }
  count('ParkedRecords');
  if (error === 'InvariantViolation') count('InvariantViolations');
  log.error('a record was parked', { ...placeOf(origin), error, reason });
  return undefined;
};

const comesAgain = (position: number, origin: KinesisStreamRecord, failure: unknown): number => {
  log.warn('records come again', { ...placeOf(origin), ...reasonOf(failure) });
  return position;
};

// An event id is the shard's name and the sequence number.
const placeOf = ({ eventID, kinesis }: KinesisStreamRecord) => ({
  shardId: eventID.split(':', 1)[0] ?? '',
  sequenceNumber: kinesis.sequenceNumber,
});
