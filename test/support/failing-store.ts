import type { ProjectionStore } from '../../domain/ports/projection-store.ts';
import { TransientFailure } from '../../domain/shared/failures.ts';

/** When the call of that number fails: before it took effect, or after, so that only its answer is lost. */
export type StoreFailure = { readonly call: number; readonly when: 'before' | 'after' };

/** A store of which one load or commit, counted from 0, fails; and how often it was called. */
export const failingStore = (
  store: ProjectionStore,
  failure?: StoreFailure,
): ProjectionStore & { readonly calls: () => number } => {
  let calls = 0;
  const guarded = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const isFailing = calls === failure?.call;
    calls += 1;
    if (isFailing && failure?.when === 'before') throw new TransientFailure('The store cannot be reached');
    const answer = await work();
    if (isFailing) throw new TransientFailure('The answer was lost');
    return answer;
  };
  return {
    ...store,
    load: (keys) => guarded(() => store.load(keys)),
    commit: (changes) => guarded(() => store.commit(changes)),
    calls: () => calls,
  };
};
