/** How a function answered a batch: done, or what is to be delivered again. */
export type BatchVerdict =
  | { readonly kind: 'done' }
  /** Everything from this index on is delivered again; what is before it is done. */
  | { readonly kind: 'failedFrom'; readonly index: number };

const done: BatchVerdict = { kind: 'done' };
const failedWhole: BatchVerdict = { kind: 'failedFrom', index: 0 };

/**
 * Reads a partial response as Lambda does: nothing, no list and an empty list are success; the lowest of the reported
 * sequence numbers counts; an id that is missing, empty or not of the batch fails the whole batch.
 */
export const readBatchResponse = (payload: unknown, sequenceNumbers: readonly string[]): BatchVerdict => {
  if (payload === undefined || payload === null || payload === '') {
    return done;
  }
  if (typeof payload !== 'object' || Array.isArray(payload)) {
    return failedWhole;
  }
  const failures: unknown = Reflect.get(payload, 'batchItemFailures');
  if (failures === undefined || failures === null) {
    return done;
  }
  return Array.isArray(failures) ? lowestOf(failures, sequenceNumbers) : failedWhole;
};

const lowestOf = (failures: readonly unknown[], sequenceNumbers: readonly string[]): BatchVerdict => {
  const indexes = failures.map((failure) => indexOf(failure, sequenceNumbers));
  if (indexes.length === 0) {
    return done;
  }
  return indexes.includes(-1) ? failedWhole : { kind: 'failedFrom', index: Math.min(...indexes) };
};

const indexOf = (failure: unknown, sequenceNumbers: readonly string[]): number => {
  const id: unknown =
    typeof failure === 'object' && failure !== null ? Reflect.get(failure, 'itemIdentifier') : undefined;
  return typeof id === 'string' ? sequenceNumbers.indexOf(id) : -1;
};
