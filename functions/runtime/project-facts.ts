import type { Clock } from '../../domain/ports/clock.ts';
import { type ProjectionStore, rowsPerCommitMaximum } from '../../domain/ports/projection-store.ts';
import type { FoldStep, Projection } from '../../domain/projections/projection.ts';
import { seenKey } from '../../domain/projections/seen-key.ts';
import { transferIdOf } from '../../domain/projections/transfer-of.ts';
import { InvariantViolation } from '../../domain/shared/failures.ts';
import { realWaiting, type Waiting } from './backoff.ts';
import { type CommitOptions, commitSteps, distinctKeys } from './commit-steps.ts';
import { nameOfRow } from './fold-steps.ts';
import { lastingFailure } from './lasting-failure.ts';
import type { Arrival, ProcessFacts, Progress } from './process-facts.ts';
import { rememberedRows } from './remembered-rows.ts';

export type ProjectFactsOptions = {
  readonly projection: Projection;
  readonly store: ProjectionStore;
  readonly clock: Clock;
  readonly waiting?: Waiting;
  /** Whether it is noted when each fact of a transfer was seen; it is, where not said otherwise. */
  readonly sightings?: boolean;
  /**
   * Called once the rows of these facts are durable, in order, at least once for each fact, also where all of it had
   * been applied before. What it throws is the failure of the first of them.
   */
  readonly afterCommit?: (arrivals: readonly Arrival[]) => Promise<void>;
  /** Told whenever rows had to be folded again because someone else had changed them. */
  readonly onConflict?: () => void;
  readonly beforeCommit?: CommitOptions['beforeCommit'];
};

/** Keeps a projection: folds facts into rows, as many in one commit as it holds, and again where others were faster. */
export const projectFacts = ({
  projection,
  store,
  clock,
  waiting = realWaiting,
  sightings = true,
  afterCommit = async () => {},
  onConflict = () => {},
  beforeCommit = () => {},
}: ProjectFactsOptions): ProcessFacts => {
  const stepsOf = (arrival: Arrival): readonly FoldStep[] =>
    sightings ? [...projection(arrival.delivered), ...sightingOf(arrival, clock)] : projection(arrival.delivered);

  const committing = { store, waiting, onConflict, beforeCommit, remembered: rememberedRows() };
  return async (arrivals) => {
    const progress = progressFrom(arrivals, afterCommit);
    try {
      const { commits, failed } = plan(arrivals, stepsOf);
      for (const { steps, complete } of commits) {
        const failedFold = await commitSteps(steps, committing);
        const culprit = failedFold === undefined ? undefined : steps[failedFold.position];
        if (failedFold !== undefined && culprit !== undefined) {
          await commitSteps(
            steps.filter(({ owner }) => owner < culprit.owner),
            committing,
          );
          await progress.to(culprit.owner);
          return progress.failing(failedFold.failure);
        }
        await progress.to(complete);
      }
      return failed === undefined ? progress.done() : progress.failing(failed.failure);
    } catch (failure) {
      return progress.failing(failure);
    }
  };
};

type OwnedStep = FoldStep & { readonly owner: number };

/** Steps that are committed together, and how many of the facts are complete after that. */
type Commit = { readonly steps: readonly OwnedStep[]; readonly complete: number };

// As many facts in a row as one commit has rows for. A fact is split only where no commit holds it, so that nobody who
// reads in between sees half of another. One that cannot be planned ends the plan before it.
const plan = (
  arrivals: readonly Arrival[],
  stepsOf: (arrival: Arrival) => readonly FoldStep[],
): { readonly commits: readonly Commit[]; readonly failed?: { readonly failure: unknown } } => {
  const commits: Commit[] = [];
  let steps: OwnedStep[] = [];
  let names = new Set<string>();
  let owner = 0;
  const endCommit = (): void => {
    commits.push({ steps, complete: owner });
    steps = [];
    names = new Set();
  };
  for (const arrival of arrivals) {
    const planned = attempt(() => stepsOf(arrival).map(withinOneCommit));
    if ('failure' in planned) return { commits: [...commits, { steps, complete: owner }], failed: planned };
    const ofFact = namesOf(planned.value);
    if (!fits(names, ofFact) && fits(new Set(), ofFact)) endCommit();
    for (const step of planned.value) {
      if (!fits(names, namesOf([step]))) endCommit();
      for (const name of namesOf([step])) names.add(name);
      steps.push({ ...step, owner });
    }
    owner += 1;
  }
  return { commits: [...commits, { steps, complete: owner }] };
};

const namesOf = (steps: readonly FoldStep[]): readonly string[] => distinctKeys(steps).map(nameOfRow);

const fits = (names: ReadonlySet<string>, more: readonly string[]): boolean =>
  names.size + more.filter((name) => !names.has(name)).length <= rowsPerCommitMaximum;

const attempt = <Value>(work: () => Value): { readonly value: Value } | { readonly failure: unknown } => {
  try {
    return { value: work() };
  } catch (failure) {
    return { failure: lastingFailure(failure) };
  }
};

const withinOneCommit = (step: FoldStep): FoldStep => {
  if (step.reads.length > rowsPerCommitMaximum)
    throw new InvariantViolation(`A step of a fold reads ${step.reads.length} rows, more than one commit holds`);
  return step;
};

const progressFrom = (arrivals: readonly Arrival[], afterCommit: (arrivals: readonly Arrival[]) => Promise<void>) => {
  let applied = 0;
  return {
    to: async (complete: number): Promise<void> => {
      if (complete <= applied) return;
      await afterCommit(arrivals.slice(applied, complete));
      applied = complete;
    },
    done: (): Progress => ({ applied }),
    failing: (failure: unknown): Progress => ({ applied, failure }),
  };
};

const sightingOf = ({ delivered, relayedAt }: Arrival, clock: Clock): readonly FoldStep[] => {
  const { fact, factId } = delivered;
  const transferId = transferIdOf(fact);
  if (transferId === undefined) return [];
  const key = seenKey(fact.ledger, transferId, factId);
  return [
    {
      reads: [key],
      apply: (rows) => {
        if (rows.get(key) === undefined) rows.put(key, { seenAt: clock.now(), relayedAt });
      },
    },
  ];
};
