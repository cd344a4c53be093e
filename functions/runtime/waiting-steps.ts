import type { ProjectionStore, RowKey } from '../../domain/ports/projection-store.ts';
import type { TaskCallback, WaitingStep, WaitingSteps } from '../../domain/ports/waiting-steps.ts';
import { InvariantViolation, TransientFailure } from '../../domain/shared/failures.ts';

const conflictsMaximum = 8;

/** Steps that wait, by their tokens in the tasks table. */
export const waitingStepsIn = (tasks: ProjectionStore, callback: TaskCallback): WaitingSteps => ({
  wait: async (step, token) => {
    for (let attempt = 1; attempt <= conflictsMaximum; attempt += 1) {
      const key = keyOf(step);
      const [row] = await tasks.load([key]);
      if (row?.body['token'] === token) return;
      const change = { key, revision: row?.revision ?? 0, body: { token } };
      if ((await tasks.commit([change])) === 'committed') return;
    }
    throw new TransientFailure(`The token of ${step.step} was written by others again and again`);
  },
  answer: async (step, code) => {
    const [row] = await tasks.load([keyOf(step)]);
    if (row === undefined) return;
    const token = row.body['token'];
    if (typeof token !== 'string') throw new InvariantViolation('A step that waits has a token');
    await callback.succeed(token, code);
    // Whoever waits has the answer. Where a newer token was kept meanwhile, its row stays.
    await tasks.commit([{ key: row.key, revision: row.revision, body: null }]);
  },
});

const keyOf = ({ ledger, transferId, step }: WaitingStep): RowKey => ({
  partition: `${ledger}#task#${transferId}`,
  sort: step,
});
