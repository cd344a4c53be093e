import type { Fact } from '../facts/fact.ts';
import type { Due, RowKey } from '../ports/projection-store.ts';
import type { JsonObject } from '../shared/json.ts';
import type { StreamId } from '../shared/stream-id.ts';

/** A fact as a consumer receives it: upcast to its newest version, with the hash of the text that was stored. */
export type DeliveredFact = {
  readonly factId: string;
  readonly streamId: StreamId;
  readonly version: number;
  readonly hash: string;
  readonly fact: Fact;
};

/** The rows that a fold sees and changes. Only rows that `readsOf` named may be touched. */
export type Rows = {
  readonly get: (key: RowKey) => JsonObject | undefined;
  readonly put: (key: RowKey, body: JsonObject, due?: Due) => void;
  readonly remove: (key: RowKey) => void;
};

/**
 * A view as a fold over facts. Facts come repeatedly and in any order, and the result is the same: `apply` does nothing
 * for a fact that the rows show as applied. Everything in a row derives from facts, so a replay makes it again, byte for
 * byte.
 */
export type Projection = {
  readonly readsOf: (delivered: DeliveredFact) => readonly RowKey[];
  readonly apply: (delivered: DeliveredFact, rows: Rows) => void;
};
