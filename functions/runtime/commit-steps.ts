import {
  type ProjectionStore,
  type Row,
  type RowChange,
  type RowKey,
  rowsPerCommitMaximum,
} from '../../domain/ports/projection-store.ts';
import type { FoldStep } from '../../domain/projections/projection.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';
import { type Backoff, delayAfter, type Waiting } from './backoff.ts';
import { type FailedFold, foldSteps, type KnownRows, nameOfRow } from './fold-steps.ts';
import type { RememberedRows } from './remembered-rows.ts';

/** How often rows that others changed meanwhile are read and folded again, and the waits in between in milliseconds. */
export const revisionBackoff: Backoff = { attemptsMaximum: 12, delayFirst: 5, delayMaximum: 500 };

export type CommitOptions = {
  readonly store: ProjectionStore;
  readonly waiting: Waiting;
  readonly onConflict: () => void;
  /** Told of changes before they are committed: at least once of all that are, and perhaps of some that are not. */
  readonly beforeCommit?: (changes: readonly RowChange[]) => void;
  /** Rows that need not be read where the commit checks them; all are read where absent. */
  readonly remembered?: RememberedRows;
};

/** A step, and which fact it belongs to where that matters. */
export type OwnedStep = FoldStep & { readonly owner?: number };

/**
 * Folds steps, in order, over their rows and commits all that changed at once; in several commits, split between facts,
 * where they changed more rows than one holds. Answers the first step whose fold threw; only steps before it may have
 * been committed then. Throws what the store throws, and TransientFailure where others kept changing the same rows.
 *
 * The first try believes what is remembered, and that what a step creates is not there: the commit fails where that is
 * wrong, and everything is read then.
 */
export const commitSteps = async (
  steps: readonly OwnedStep[],
  options: CommitOptions,
): Promise<FailedFold | undefined> => {
  const { store, remembered, waiting } = options;
  const recalled = remembered?.recall(distinctKeys(steps)) ?? [];
  let believed: KnownRows = believedOf(steps, recalled);
  for (let attempt = 1; attempt <= revisionBackoff.attemptsMaximum; attempt += 1) {
    const folded = await foldOver(steps, believed, store);
    if ('failure' in folded) return folded;
    const { changes } = folded;
    if (changes.length > rowsPerCommitMaximum) return commitHalves(steps, options);
    if (changes.length === 0) return undefined;
    options.beforeCommit?.(changes);
    const isCommitted = (await store.commit(changes)) === 'committed';
    if (attempt === 1 && recalled.length > 0) {
      if (isCommitted) remembered?.confirm();
      else remembered?.refute();
    }
    if (isCommitted) {
      remembered?.keep(changes);
      return undefined;
    }
    if (believed.size > 0) {
      believed = nothingBelieved;
      continue;
    }
    options.onConflict();
    await waiting.pause(delayAfter(attempt, revisionBackoff, waiting.random));
  }
  throw new TransientFailure('Others kept changing the same rows');
};

const nothingBelieved: KnownRows = new Map();

const believedOf = (steps: readonly FoldStep[], recalled: readonly Row[]): KnownRows => {
  const created = steps.flatMap(({ creates = [] }) => creates);
  return new Map([
    ...recalled.map((row) => [nameOfRow(row.key), row] as const),
    ...created.map((key) => [nameOfRow(key), undefined] as const),
  ]);
};

/** The rows that some steps are sure to read, each once. */
export const distinctKeys = (steps: readonly FoldStep[]): readonly RowKey[] =>
  distinct(steps.flatMap(({ reads }) => reads));

const distinct = (keys: readonly RowKey[]): readonly RowKey[] => [
  ...new Map(keys.map((key) => [nameOfRow(key), key] as const)).values(),
];

/*
 * Rows that only some folds ask for are read once it is known which, all that are known by then in one request. A row
 * that is believed is read after all where nothing would check it: where the fold does not change it, or throws.
 */
const foldOver = async (
  steps: readonly FoldStep[],
  believed: KnownRows,
  store: Pick<ProjectionStore, 'load'>,
): Promise<FailedFold | { readonly changes: readonly RowChange[] }> => {
  const known = new Map(believed);
  const unchecked = new Set(believed.keys());
  let wanted: readonly RowKey[] = distinctKeys(steps).filter((key) => !unchecked.has(nameOfRow(key)));
  for (;;) {
    for (const key of wanted) {
      known.set(nameOfRow(key), undefined);
      unchecked.delete(nameOfRow(key));
    }
    for (const row of await loadAll(wanted, store)) known.set(nameOfRow(row.key), row);
    const folded = foldSteps(steps, known);
    if ('unread' in folded) {
      wanted = folded.unread;
      continue;
    }
    const checked = new Set('changes' in folded ? folded.changes.map(({ key }) => nameOfRow(key)) : []);
    wanted = distinctKeys(steps).filter((key) => unchecked.has(nameOfRow(key)) && !checked.has(nameOfRow(key)));
    if (wanted.length === 0) return folded;
  }
};

const loadAll = async (keys: readonly RowKey[], store: Pick<ProjectionStore, 'load'>): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (let first = 0; first < keys.length; first += rowsPerCommitMaximum)
    rows.push(...(await store.load(keys.slice(first, first + rowsPerCommitMaximum))));
  return rows;
};

const commitHalves = async (steps: readonly OwnedStep[], options: CommitOptions): Promise<FailedFold | undefined> => {
  const middle = middleOf(steps);
  const failed = await commitSteps(steps.slice(0, middle), options);
  if (failed !== undefined) return failed;
  const later = await commitSteps(steps.slice(middle), options);
  return later === undefined ? undefined : { ...later, position: later.position + middle };
};

// Between two facts where there are two, so that nobody who reads in between sees half of one.
const middleOf = (steps: readonly OwnedStep[]): number => {
  if (steps.length < 2) throw new InvariantViolation('A step of a fold changes more rows than one commit holds');
  const middle = steps.length / 2;
  const nearest = (left: number, right: number): number => Math.abs(left - middle) - Math.abs(right - middle);
  const between = steps.flatMap(({ owner }, position) =>
    position > 0 && owner !== steps[position - 1]?.owner ? [position] : [],
  );
  return between.sort(nearest)[0] ?? Math.ceil(middle);
};
