import type { DeclaredMapping } from '../declared-stack.ts';
import type { InvocationOutcome, Invoker } from '../invoker.ts';
import type { Log } from '../log.ts';
import { type BatchVerdict, readBatchResponse } from './batch-response.ts';
import type { FailureDestination } from './failure-destination.ts';
import { type Failure, type FailureCondition, failureDocument } from './failure-document.ts';
import { backoffMilliseconds, pause } from './pause.ts';
import type { SourceRecord } from './stream-source.ts';

export type Delivery = {
  readonly mapping: DeclaredMapping;
  readonly shardId: string;
  readonly invoker: Invoker;
  readonly failureDestination: FailureDestination;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called as far as the shard is done with, processed or parked, in order. */
  readonly advance: (sequenceNumber: string, parked: number) => Promise<void>;
};

type Batch = {
  readonly records: readonly SourceRecord[];
  /** How often an invocation failed on its first record; a split does not count. */
  readonly failures: number;
  readonly invokeCount: number;
};

/** Errors of invoking rather than of the function: they are waited out and never use up the retries. */
const invocationErrors = ['ResourceNotFoundException', 'TooManyRequestsException', 'ServiceException'];

/**
 * Sees that every record is processed or parked before it resolves, with the mapping's retries, bisection, record age
 * and partial responses. When the signal aborts, it resolves early and leaves the rest for the next start.
 */
export const deliverBatch = async (records: readonly SourceRecord[], delivery: Delivery): Promise<void> => {
  const waiting: Batch[] = [{ records, failures: 0, invokeCount: 0 }];
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    const live = await withoutExpired(batch, delivery);
    if (delivery.signal.aborted) {
      return;
    }
    if (live.records.length > 0) {
      waiting.unshift(...(await deliverOnce(live, delivery)));
    }
  }
};

/** Answers what is to be delivered next, in order. */
const deliverOnce = async (batch: Batch, delivery: Delivery): Promise<readonly Batch[]> => {
  const outcome = await invoke(batch, delivery);
  if (outcome === 'notInvoked') {
    return [batch];
  }
  const invokeCount = batch.invokeCount + 1;
  const verdict = verdictOf(outcome, batch, delivery.mapping);
  const doneCount = verdict.kind === 'done' ? batch.records.length : verdict.index;
  const lastDone = batch.records[doneCount - 1];
  if (lastDone !== undefined) {
    await delivery.advance(lastDone.sequenceNumber, 0);
  }
  const rest = batch.records.slice(doneCount);
  if (rest.length === 0) {
    return [];
  }
  const reason = outcome.ok
    ? `it reported ${rest[0]?.sequenceNumber}`
    : `${outcome.errorType}: ${outcome.errorMessage}`;
  delivery.log(`Mapping ${delivery.mapping.id}: ${rest.length} records of ${delivery.shardId} failed, as ${reason}`);
  return doneCount === 0
    ? retryOrPark({ records: rest, failures: batch.failures + 1, invokeCount }, !outcome.ok, delivery)
    : retry({ records: rest, failures: 1, invokeCount }, !outcome.ok, delivery);
};

const retryOrPark = (batch: Batch, hasFunctionError: boolean, delivery: Delivery): Promise<readonly Batch[]> => {
  const { mapping } = delivery;
  if (mapping.bisectOnError && batch.records.length > 1) {
    const middle = Math.ceil(batch.records.length / 2);
    const half = { failures: batch.failures - 1, invokeCount: batch.invokeCount };
    return Promise.resolve([
      { ...half, records: batch.records.slice(0, middle) },
      { ...half, records: batch.records.slice(middle) },
    ]);
  }
  return retry(batch, hasFunctionError, delivery);
};

const retry = async (batch: Batch, hasFunctionError: boolean, delivery: Delivery): Promise<readonly Batch[]> => {
  const { retryAttemptsMaximum } = delivery.mapping;
  if (retryAttemptsMaximum >= 0 && batch.failures > retryAttemptsMaximum) {
    await park(batch, { condition: 'RetryAttemptsExhausted', hasFunctionError }, delivery);
    return [];
  }
  await pause(backoffMilliseconds(batch.failures), delivery.signal);
  return [batch];
};

const invoke = async (batch: Batch, delivery: Delivery): Promise<InvocationOutcome | 'notInvoked'> => {
  const { mapping, invoker, log, signal } = delivery;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await invoker
      .invoke(mapping.functionName, { Records: batch.records.map((record) => record.event) })
      .catch(asServiceException);
    if (outcome.ok || !invocationErrors.includes(outcome.errorType)) {
      return outcome;
    }
    log(`Mapping ${mapping.id} could not invoke ${mapping.functionName}: ${outcome.errorMessage}`);
    await pause(backoffMilliseconds(attempt), signal);
    if (signal.aborted || hasExpired(batch.records[0], mapping)) {
      return 'notInvoked';
    }
  }
};

const asServiceException = (error: unknown): InvocationOutcome => ({
  ok: false,
  errorType: 'ServiceException',
  errorMessage: String(error),
  trace: [],
});

const verdictOf = (outcome: InvocationOutcome, batch: Batch, mapping: DeclaredMapping): BatchVerdict => {
  if (!outcome.ok) {
    return { kind: 'failedFrom', index: 0 };
  }
  return mapping.reportsBatchItemFailures
    ? readBatchResponse(
        outcome.payload,
        batch.records.map((record) => record.sequenceNumber),
      )
    : { kind: 'done' };
};

const hasExpired = (record: SourceRecord | undefined, { recordAgeMaximumSeconds }: DeclaredMapping): boolean =>
  record !== undefined &&
  recordAgeMaximumSeconds >= 0 &&
  Date.now() - record.arrivedAt > recordAgeMaximumSeconds * 1000;

/** Parks what has become too old; records arrive in order, so it is what the batch begins with. */
const withoutExpired = async (batch: Batch, delivery: Delivery): Promise<Batch> => {
  const firstLive = batch.records.findIndex((record) => !hasExpired(record, delivery.mapping));
  const expired = firstLive === -1 ? batch.records : batch.records.slice(0, firstLive);
  if (expired.length === 0) {
    return batch;
  }
  await park({ ...batch, records: expired }, { condition: 'RecordAgeExceeded', hasFunctionError: false }, delivery);
  return { records: batch.records.slice(expired.length), failures: 0, invokeCount: 0 };
};

type Cause = { readonly condition: FailureCondition; readonly hasFunctionError: boolean };

const park = async (batch: Batch, cause: Cause, delivery: Delivery): Promise<void> => {
  const { mapping, shardId, failureDestination, log, signal } = delivery;
  const [first, ...others] = batch.records;
  if (first === undefined) {
    return;
  }
  const records: Failure['records'] = [first, ...others];
  const document = failureDocument({
    mapping,
    shardId,
    records,
    ...cause,
    invokeCount: batch.invokeCount,
    at: new Date(),
  });
  for (let attempt = 1; mapping.failureBucketArn !== undefined; attempt += 1) {
    try {
      await failureDestination.put(mapping.failureBucketArn, document.key, document.body);
      break;
    } catch (error) {
      log(`Mapping ${mapping.id} could not park ${records.length} records, and tries again: ${error}`);
      await pause(backoffMilliseconds(attempt), signal);
      if (signal.aborted) {
        return;
      }
    }
  }
  log(`Mapping ${mapping.id} gave up on ${records.length} records of ${shardId}: ${cause.condition}, ${document.key}`);
  await delivery.advance((others.at(-1) ?? first).sequenceNumber, records.length);
};
