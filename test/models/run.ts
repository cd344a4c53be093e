import { parseArgs } from 'node:util';
import '../support/quiet-log.ts';
import { tellStories } from './api/tell-stories.ts';

/*
 * npm run test:models -- [--stories N] [--commands M] [--seed S]
 *
 * Tells stories of up to so many commands over the HTTP API, in memory, and to a model in bigint; exits 1, with the
 * shortest story, where they disagree.
 */

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '2000' },
    commands: { type: 'string', default: '100' },
    seed: { type: 'string' },
  },
});

const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const begun = performance.now();
const told = await tellStories({ stories: Number(values.stories), commandsMaximum: Number(values.commands), seed });
const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
for (const [end, count] of [...told.ends].toSorted()) process.stdout.write(`${String(count).padStart(8)}  ${end}\n`);
process.stdout.write(
  `The API answered ${told.stories} stories as the model does: ${told.commands} commands, ${told.longest} in the longest, in ${seconds} s; seed ${seed}\n`,
);
