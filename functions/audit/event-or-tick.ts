import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import type { KinesisHandler } from '../runtime/consumer.ts';

/** What the schedule sends. */
export type Tick = { readonly schedule: string };

/** Handles what comes from the fact stream and what comes from the schedule. */
export const eventOrTick =
  (consume: KinesisHandler, onTick: () => Promise<void>) =>
  async (event: KinesisStreamEvent | Tick): Promise<KinesisStreamBatchResponse> => {
    if ('Records' in event) return consume(event);
    await onTick();
    return { batchItemFailures: [] };
  };
