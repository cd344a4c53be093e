/** A record as Lambda would hand it to a function. */
export type SourceRecord = {
  readonly sequenceNumber: string;
  /** Milliseconds since 1970. */
  readonly arrivedAt: number;
  /** About the length of `event` as JSON text. */
  readonly bytes: number;
  /** One element of the `Records` of a Lambda event. */
  readonly event: unknown;
  /** What filter patterns are matched against. */
  readonly filterable: () => unknown;
};

export type Shard = {
  readonly id: string;
  /** Whose records come first. */
  readonly parents: readonly string[];
};

export type StartingPoint =
  | { readonly from: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly from: 'AFTER'; readonly sequenceNumber: string };

export type Page = {
  readonly records: readonly SourceRecord[];
  /** Undefined once the shard is closed and read to its end. */
  readonly nextCursor: string | undefined;
  /** By performance.now(); left out where it was read for whoever asked, just now. */
  readonly readAt?: number;
};

/** A stream as a mapping sees it. */
export type StreamSource = {
  /** Another text where a stream of the same name was made anew, so that old positions mean nothing. */
  readonly identity: () => Promise<string>;
  readonly shards: () => Promise<readonly Shard[]>;
  /** Throws `PositionLost` where the stream does not hold the position any more, or never did. */
  readonly cursorAt: (shardId: string, start: StartingPoint) => Promise<string>;
  /** Whether the shard has a record of this sequence number or a later one. Left out where `cursorAt` tells. */
  readonly reaches?: (shardId: string, sequenceNumber: string) => Promise<boolean>;
  /** Throws `CursorExpired` where the cursor is too old. At most `pageRecordsMaximum` records. */
  readonly read: (shardId: string, cursor: string) => Promise<Page>;
  readonly close: () => void;
};

export const pageRecordsMaximum = 1000;

export class PositionLost extends Error {
  override readonly name = 'PositionLost';
}

export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}
