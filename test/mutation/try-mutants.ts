import { globSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';
import type { MutatedFolder } from './mutated-folders.ts';

/** A mutant and what became of it. */
export type TriedMutant = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

export type TryOptions = {
  readonly concurrency: number;
  /** Tries again what was tried before, also where neither the file nor its tests have changed. */
  readonly isFresh: boolean;
  /** Told of each file that was tried, and how many mutants it has. */
  readonly onFile: (file: string, mutants: number) => void;
};

/** What was found out is kept here, so that a run that is cut goes on where it was. */
const keptIn = 'reports/mutation';

/** Makes every mutant of a folder in a copy of the project, and runs the tests on each; file by file. */
export const tryMutants = async (
  { mutate, tests }: MutatedFolder,
  { concurrency, isFresh, onFile }: TryOptions,
): Promise<readonly TriedMutant[]> => {
  process.env['QUIPU_MUTATION_TESTS'] = tests.join(' ');
  const tried: TriedMutant[] = [];
  for (const file of globSync([...mutate]).sort()) {
    const mutants = await new Stryker({
      configFile: 'test/mutation/stryker.json',
      mutate: [file],
      concurrency,
      incremental: true,
      incrementalFile: `${keptIn}/${file.replaceAll('/', '.')}.json`,
      force: isFresh,
    }).runMutationTest();
    onFile(file, mutants.length);
    tried.push(...mutants);
  }
  return tried;
};
