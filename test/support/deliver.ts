import type { KinesisStreamRecord } from 'aws-lambda';
import type { KinesisHandler } from '../../functions/runtime/consumer.ts';
import { kinesisEvent } from './kinesis-event.ts';

const invocationsMaximum = 500;

/**
 * Delivers records in batches as an event source mapping does: what a consumer reports as failed, and all behind it
 * in the batch, come again; a whole batch comes again where the function itself fails. Answers how often it was
 * called.
 */
export const deliver = async (
  handle: KinesisHandler,
  batches: readonly (readonly KinesisStreamRecord[])[],
): Promise<number> => {
  let invocations = 0;
  for (const batch of batches) {
    let left = batch;
    while (left.length > 0) {
      invocations += 1;
      if (invocations > invocationsMaximum) throw new Error('The consumer does not get any further');
      left = leftAfter(left, await answerOf(handle, left));
    }
  }
  return invocations;
};

const answerOf = async (handle: KinesisHandler, batch: readonly KinesisStreamRecord[]) => {
  try {
    return (await handle(kinesisEvent(batch))).batchItemFailures;
  } catch {
    return [{ itemIdentifier: batch[0]?.kinesis.sequenceNumber ?? '' }];
  }
};

const leftAfter = (
  batch: readonly KinesisStreamRecord[],
  failures: readonly { readonly itemIdentifier: string }[],
): readonly KinesisStreamRecord[] => {
  const positions = failures.map(({ itemIdentifier }) =>
    batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === itemIdentifier),
  );
  if (positions.includes(-1)) throw new Error('The consumer reports a record that was not in its batch');
  return positions.length === 0 ? [] : batch.slice(Math.min(...positions));
};
