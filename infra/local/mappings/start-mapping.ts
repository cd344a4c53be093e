import type { DeclaredMapping } from '../declared-stack.ts';
import type { Invoker } from '../invoker.ts';
import type { Log } from '../log.ts';
import { dynamodbSource } from './dynamodb-source.ts';
import { eventFilter } from './event-filter.ts';
import type { FailureDestination } from './failure-destination.ts';
import { kinesisSource } from './kinesis-source.ts';
import { runMapping } from './run-mapping.ts';
import type { SharePages } from './shared-pages.ts';

export type MappingMetrics = {
  /** Seconds since the oldest record that is read and not yet done with arrived; 0 where there is none. */
  readonly iteratorAgeSeconds: number;
  /** Records given up on since the data folder was made. */
  readonly parked: number;
};

export type Mapping = {
  /** Waits for the batch in flight, so that its position is kept. */
  readonly stop: () => Promise<void>;
  readonly metrics: () => MappingMetrics;
};

export type MappingOptions = {
  readonly mapping: DeclaredMapping;
  readonly invoker: Invoker;
  /**
   * Where the source is: the Kinesis endpoint for `kinesis`, the DynamoDB endpoint (streams included) for `dynamodb`.
   */
  readonly endpoint: string;
  /** One for all mappings of a stack. */
  readonly sharePages: SharePages;
  /** Takes `<mapping id>.json`: `<dataFolder>/mappings`. */
  readonly folder: string;
  readonly failureDestination: FailureDestination;
  readonly log: Log;
};

/**
 * Polls a stream as an event source mapping does, until it is stopped. Throws at once where the mapping declares what
 * is not supported here, as an unknown filter operator; whatever happens later is logged and tried again.
 */
export const startMapping = (options: MappingOptions): Mapping => {
  const { mapping, endpoint } = options;
  const passes = eventFilter(mapping.filters);
  const source =
    mapping.source.kind === 'kinesis'
      ? options.sharePages(kinesisSource(mapping.source.arn, endpoint))
      : dynamodbSource(mapping.source.arn, endpoint);
  return runMapping({ ...options, passes, source });
};
