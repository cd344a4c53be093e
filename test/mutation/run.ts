import { parseArgs } from 'node:util';
import { type MutatedFolder, mutatedFolders } from './mutated-folders.ts';
import { type MutationScore, noScore, percentOf, scoreOf, sumOfScores } from './mutation-score.ts';
import { type TriedMutant, tryMutants } from './try-mutants.ts';

/*
 * npm run test:mutation -- [FOLDER ...] [--concurrency N] [--fresh]
 *
 * All folders where none is named. Prints every mutant that nobody noticed, then the scores; exits 1 below the goal.
 * What a run found out is kept, so that one that is cut goes on where it was; --fresh tries all again.
 */

const goalPercent = 85;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '2' }, fresh: { type: 'boolean', default: false } },
});

const folderNamed = (name: string): readonly [string, MutatedFolder] => {
  const folder = mutatedFolders[name];
  if (folder === undefined) throw new Error(`${name} is none of ${Object.keys(mutatedFolders).join(', ')}`);
  return [name, folder];
};

const chosen = positionals.length === 0 ? Object.entries(mutatedFolders) : positionals.map(folderNamed);

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const tell = ({ fileName, location, mutatorName, status, replacement }: TriedMutant): void => {
  const file = fileName.slice(fileName.search(/(domain|functions)\//));
  say(`  ${status} ${file}:${location.start.line}:${location.start.column} ${mutatorName}: ${replacement}`);
};

const lineOf = (name: string, score: MutationScore): string =>
  [
    name.padEnd(12),
    `${percentOf(score).toFixed(1).padStart(5)} %`,
    `${String(score.noticed).padStart(5)} noticed`,
    `${String(score.survived).padStart(4)} survived`,
    `${String(score.uncovered).padStart(4)} not covered`,
  ].join('  ');

const scores: (readonly [string, MutationScore])[] = [];
for (const [name, folder] of chosen) {
  const begun = performance.now();
  const mutants = await tryMutants(folder, {
    concurrency: Number(values.concurrency),
    isFresh: values.fresh,
    onFile: (file, count) => process.stderr.write(`${file}: ${count} mutants\n`),
  });
  say(`${name}: ${mutants.length} mutants in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
  for (const mutant of mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')) tell(mutant);
  scores.push([name, scoreOf(mutants)]);
}

const total = scores.map(([, score]) => score).reduce(sumOfScores, noScore);
say('');
for (const [name, score] of scores) say(lineOf(name, score));
say(lineOf('all', total));
process.exitCode = percentOf(total) >= goalPercent ? 0 : 1;
