import { Stryker } from '@stryker-mutator/core';
import type { MutatedFolder } from './mutated-folders.ts';

/** A mutant and what became of it. */
export type TriedMutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** Makes every mutant of a folder in a copy of the project, and runs the tests on each. */
export const tryMutants = ({ mutate, tests }: MutatedFolder, concurrency: number): Promise<readonly TriedMutant[]> => {
  process.env['QUIPU_MUTATION_TESTS'] = tests.join(' ');
  return new Stryker({
    configFile: 'test/mutation/stryker.json',
    mutate: [...mutate],
    concurrency,
  }).runMutationTest();
};
