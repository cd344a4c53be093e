import type { Due, ProjectionStore, Row, RowChange, RowKey } from '../../domain/ports/projection-store.ts';
import type { FoldStep, Rows } from '../../domain/projections/projection.ts';
import { canonicalJson } from '../../domain/shared/canonical-json.ts';
import { InvariantViolation, type PermanentFailure, TransientFailure } from '../../domain/shared/failures.ts';
import type { JsonObject } from '../../domain/shared/json.ts';
import { type Backoff, delayAfter, type Waiting } from './backoff.ts';
import { lastingFailure } from './lasting-failure.ts';

/** How often rows that others changed meanwhile are read and folded again, and the waits in between in milliseconds. */
export const revisionBackoff: Backoff = { attemptsMaximum: 12, delayFirst: 5, delayMaximum: 500 };

/** A fold that threw, and the position of its step. A fold is pure: it would throw again however often it ran. */
export type FailedFold = { readonly position: number; readonly failure: PermanentFailure | InvariantViolation };

/**
 * Folds steps, in order, over their rows and commits all that changed at once. Answers the first step whose fold
 * threw; then nothing was committed. Throws what the store throws, and TransientFailure where others kept changing
 * the same rows.
 */
export const commitSteps = async (
  steps: readonly FoldStep[],
  {
    store,
    waiting,
    onConflict,
  }: { readonly store: ProjectionStore; readonly waiting: Waiting; readonly onConflict: () => void },
): Promise<FailedFold | undefined> => {
  const keys = distinctKeys(steps);
  for (let attempt = 1; attempt <= revisionBackoff.attemptsMaximum; attempt += 1) {
    const folded = fold(steps, await store.load(keys));
    if ('failure' in folded) return folded;
    if (folded.changes.length === 0 || (await store.commit(folded.changes)) === 'committed') return undefined;
    onConflict();
    await waiting.pause(delayAfter(attempt, revisionBackoff, waiting.random));
  }
  throw new TransientFailure('Others kept changing the same rows');
};

/** The rows that some steps read, each once. */
export const distinctKeys = (steps: readonly FoldStep[]): readonly RowKey[] => [
  ...new Map(steps.flatMap(({ reads }) => reads.map((key) => [nameOf(key), key] as const))).values(),
];

type Wanted = { readonly body: JsonObject | null; readonly due?: Due };

const fold = (
  steps: readonly FoldStep[],
  loaded: readonly Row[],
): FailedFold | { readonly changes: readonly RowChange[] } => {
  const before = new Map(loaded.map((row) => [nameOf(row.key), row]));
  const wanted = new Map<string, Wanted & { readonly key: RowKey }>();
  for (const [position, step] of steps.entries()) {
    try {
      step.apply(rowsOf(step, before, wanted));
    } catch (error) {
      return { position, failure: lastingFailure(error) };
    }
  }
  const changes = [...wanted].map(([name, change]) => ({ ...change, revision: before.get(name)?.revision ?? 0 }));
  return { changes: changes.filter(({ body, revision }) => body !== null || revision > 0) };
};

const rowsOf = (
  { reads }: FoldStep,
  before: ReadonlyMap<string, Row>,
  wanted: Map<string, Wanted & { readonly key: RowKey }>,
): Rows => {
  const names = new Set(reads.map(nameOf));
  const checked = (key: RowKey): string => {
    const name = nameOf(key);
    if (!names.has(name)) throw new InvariantViolation(`A fold touches the row ${name}, which it did not ask for`);
    return name;
  };
  return {
    get: (key) => {
      const name = checked(key);
      const change = wanted.get(name);
      return change === undefined ? before.get(name)?.body : (change.body ?? undefined);
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

const nameOf = ({ partition, sort }: RowKey): string => JSON.stringify([partition, sort]);
