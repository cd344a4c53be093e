import type { Fact } from '../facts/fact.ts';
import type { Due, RowKey } from '../ports/projection-store.ts';
import type { JsonObject } from '../shared/json.ts';
import type { StreamId } from '../shared/stream-id.ts';

/** A fact as a consumer receives it: upcast to its newest version, with the hash that was stored beside its text. */
export type DeliveredFact = {
  readonly factId: string;
  readonly streamId: StreamId;
  readonly version: number;
  readonly hash: string;
  /** The stored text, before any upcasting: canonical JSON, the bytes that were hashed. */
  readonly text: string;
  readonly fact: Fact;
};

/** The rows that a step sees and changes: those that its `reads` name, and any of the partitions in its `within`. */
export type Rows = {
  readonly get: (key: RowKey) => JsonObject | undefined;
  readonly put: (key: RowKey, body: JsonObject, due?: Due) => void;
  readonly remove: (key: RowKey) => void;
};

/**
 * A part of a fold that is committed whole. It touches at most `rowsPerCommitMaximum` rows, and does nothing where the
 * rows show that it was applied before.
 */
export type FoldStep = {
  /** The rows that it always looks at. */
  readonly reads: readonly RowKey[];
  /** Those of them that are there only where the step was applied before; the others are its past. */
  readonly creates?: readonly RowKey[];
  /**
   * Partitions of rows that it seldom looks at: which, and whether, shows when it is applied. Each is read only then,
   * at the price of another request, and the step is applied anew.
   */
  readonly within?: readonly string[];
  readonly apply: (rows: Rows) => void;
};

/**
 * A view as a fold over facts. A fact folds in steps, because one on many accounts changes more rows than one commit
 * holds; each step stands for itself, and any of them may have been applied before. Facts come repeatedly and in any
 * order, and the result is the same. Everything in a row derives from facts, so a replay makes it again, byte for byte.
 */
export type Projection = (delivered: DeliveredFact) => readonly FoldStep[];
