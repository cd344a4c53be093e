import type { Due, Row, RowChange, RowKey } from '../../domain/ports/projection-store.ts';
import type { FoldStep, Rows } from '../../domain/projections/projection.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation, type PermanentFailure } from '../../domain/shared/failures.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { lastingFailure } from './lasting-failure.ts';

/** A fold that threw, and the position of its step. A fold is pure: it would throw again however often it ran. */
export type FailedFold = { readonly position: number; readonly failure: PermanentFailure | InvariantViolation };

/** The rows that are known so far, by `nameOfRow`: also those that do not exist, as undefined. */
export type KnownRows = ReadonlyMap<string, Row | undefined>;

export type Folded = { readonly changes: readonly RowChange[] } | { readonly unread: readonly RowKey[] } | FailedFold;

export const nameOfRow = ({ partition, sort }: RowKey): string => `${partition.length} ${partition}${sort}`;

/**
 * Folds steps, in order, over the rows that are known. Where steps ask for rows that are not, all of those are answered
 * and nothing else: what a fold makes of half its rows, also that it throws, says nothing.
 */
export const foldSteps = (steps: readonly FoldStep[], known: KnownRows): Folded => {
  const wanted = new Map<string, Wanted>();
  const unread = new Map<string, RowKey>();
  let failed: FailedFold | undefined;
  for (const [position, step] of steps.entries()) {
    try {
      step.apply(rowsOf(step, known, wanted));
    } catch (error) {
      if (error instanceof Unread) unread.set(nameOfRow(error.key), error.key);
      else failed ??= { position, failure: lastingFailure(error) };
    }
  }
  if (unread.size > 0) return { unread: [...unread.values()] };
  if (failed !== undefined) return failed;
  // What is removed and was not there is committed too, as the claim that it is not: rows are read one by one, and it
  // may have come since.
  return { changes: [...wanted].map(([name, change]) => ({ ...change, revision: known.get(name)?.revision ?? 0 })) };
};

type Wanted = { readonly key: RowKey; readonly body: JsonObject | null; readonly due?: Due };

/** Ends a fold at a row that has to be read first. */
class Unread extends Error {
  override readonly name = 'Unread';
  readonly key: RowKey;
  constructor(key: RowKey) {
    super('This row was not read yet');
    this.key = key;
  }
}

const rowsOf = ({ reads, within = [] }: FoldStep, known: KnownRows, wanted: Map<string, Wanted>): Rows => {
  const names = new Set(reads.map(nameOfRow));
  const checked = (key: RowKey): string => {
    const name = nameOfRow(key);
    if (!names.has(name) && !within.includes(key.partition))
      throw new InvariantViolation(`A fold touches the row ${name}, which it did not ask for`);
    if (!known.has(name)) throw new Unread(key);
    return name;
  };
  return {
    get: (key) => {
      const name = checked(key);
      const change = wanted.get(name);
      return change === undefined ? known.get(name)?.body : (change.body ?? undefined);
    },
    put: (key, body, due) => {
      // Through text, so that what a fold cannot store fails here, as its own fault, and not in the store.
      canonicalJson(body);
      wanted.set(checked(key), { key, body, ...(due === undefined ? {} : { due }) });
    },
    remove: (key) => {
      wanted.set(checked(key), { key, body: null });
    },
  };
};
