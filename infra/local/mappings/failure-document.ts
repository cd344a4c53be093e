import { randomUUID } from 'node:crypto';
import type { DeclaredMapping } from '../declared-stack.ts';
import type { SourceRecord } from './stream-source.ts';

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export type Failure = {
  readonly mapping: DeclaredMapping;
  readonly shardId: string;
  readonly records: readonly [SourceRecord, ...SourceRecord[]];
  readonly condition: FailureCondition;
  readonly invokeCount: number;
  /** False where the function answered with the sequence numbers of what failed. */
  readonly hasFunctionError: boolean;
  readonly at: Date;
};

/**
 * Where Lambda's failure destination on S3 puts what could not be processed, and what it writes there: the whole event.
 */
export const failureDocument = (failure: Failure): { readonly key: string; readonly body: string } => {
  const timestamp = failure.at.toISOString();
  const [year, month, day] = timestamp.slice(0, 10).split('-');
  const name = `${timestamp.slice(0, 19).replaceAll(':', '.')}-${randomUUID()}`;
  return {
    key: `aws/lambda/${failure.mapping.id}/${failure.shardId}/${year}/${month}/${day}/${name}`,
    body: JSON.stringify(documentOf(failure, timestamp)),
  };
};

const documentOf = (
  { mapping, shardId, records, condition, invokeCount, hasFunctionError }: Failure,
  timestamp: string,
) => {
  const first = records[0];
  const last = records.at(-1) ?? first;
  const [, partition, , region, account] = mapping.source.arn.split(':');
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: `arn:${partition}:lambda:${region}:${account}:function:${mapping.functionName}`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    ...(invokeCount === 0
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: '$LATEST',
            ...(hasFunctionError ? { functionError: 'Unhandled' } : {}),
          },
        }),
    version: '1.0',
    timestamp,
    [mapping.source.kind === 'kinesis' ? 'KinesisBatchInfo' : 'DDBStreamBatchInfo']: {
      shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.arrivedAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.arrivedAt).toISOString(),
      batchSize: records.length,
      streamArn: mapping.source.arn,
    },
    payload: JSON.stringify({ Records: records.map((record) => record.event) }),
  };
};
