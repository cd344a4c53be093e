import type { TriedMutant } from './try-mutants.ts';

/** How many mutants came to which end. What does not run at all shows nothing and does not count. */
export type MutationScore = { readonly noticed: number; readonly survived: number; readonly uncovered: number };

export const noScore: MutationScore = { noticed: 0, survived: 0, uncovered: 0 };

export const scoreOf = (mutants: readonly TriedMutant[]): MutationScore => {
  const count = (...ends: readonly TriedMutant['status'][]): number =>
    mutants.filter(({ status }) => ends.includes(status)).length;
  return { noticed: count('Killed', 'Timeout'), survived: count('Survived'), uncovered: count('NoCoverage') };
};

export const sumOfScores = (left: MutationScore, right: MutationScore): MutationScore => ({
  noticed: left.noticed + right.noticed,
  survived: left.survived + right.survived,
  uncovered: left.uncovered + right.uncovered,
});

/** In percent; a folder without mutants has nothing to notice. */
export const percentOf = ({ noticed, survived, uncovered }: MutationScore): number => {
  const all = noticed + survived + uncovered;
  return all === 0 ? 100 : (100 * noticed) / all;
};
