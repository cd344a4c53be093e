/** A record that a consumer can never process, with its whole body and why. */
export type ParkedRecord = {
  readonly consumer: string;
  /** Where the record came from: the shard and the sequence number, which name it uniquely. */
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** The record's data as it came, base64. */
  readonly data: string;
  readonly reason: string;
  readonly parkedAt: string;
};

/** Sets records aside so that those behind them go on. Parking the same record twice keeps one. */
export type Parking = { readonly park: (record: ParkedRecord) => Promise<void> };
