import type { JsonObject } from '../shared/json.ts';

/** Where a row is: `partition` groups rows that are listed together, `sort` orders them as text within it. */
export type RowKey = { readonly partition: string; readonly sort: string };

/** A row of a projection. `revision` counts its writes from 1; a row that does not exist has revision 0. */
export type Row = { readonly key: RowKey; readonly revision: number; readonly body: JsonObject };

/** Puts a row in a queue of what someone has to come back to, at a time (text that sorts). */
export type Due = { readonly queue: string; readonly at: string };

/** The new body of a row, or null to remove it; it is written only if the row still has `revision`. */
export type RowChange = {
  readonly key: RowKey;
  readonly revision: number;
  readonly body: JsonObject | null;
  /** The queue the row is in from now on; none where absent. */
  readonly due?: Due;
};

/** A page of rows in the order of `sort`. */
export type RowQuery = {
  readonly partition: string;
  readonly prefix?: string;
  /** Rows strictly after this sort key, in the direction asked. */
  readonly after?: string;
  readonly descending?: boolean;
  readonly limit: number;
};

/** The most rows that one commit changes: what one DynamoDB transaction holds. */
export const rowsPerCommitMaximum = 100;

/**
 * Rows that consumers keep: read, folded and written back under optimistic concurrency. A projection can be dropped and
 * made again from the event store. Fails with TransientFailure or PermanentFailure.
 */
export type ProjectionStore = {
  /** The rows that exist among those asked, strongly consistent, in no order. At most `rowsPerCommitMaximum` keys. */
  readonly load: (keys: readonly RowKey[]) => Promise<readonly Row[]>;
  /** Writes all changes or none; `conflict` when any row no longer has the revision it was loaded with. */
  readonly commit: (changes: readonly RowChange[]) => Promise<'committed' | 'conflict'>;
  readonly query: (query: RowQuery) => Promise<readonly Row[]>;
  /** Rows of a queue that are due at or before `until`, the longest due first; eventually consistent. */
  readonly dueBy: (queue: string, until: string, limit: number) => Promise<readonly Row[]>;
  /** Every row, in no order: for verification. */
  readonly scan: () => AsyncIterable<Row>;
};
