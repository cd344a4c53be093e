import { readWords, usage, type Words, WrongUse } from './command/read-words.ts';
import { runEnumeration } from './command/run-enumeration.ts';
import { runHunt } from './command/run-hunt.ts';
import { runSeeds } from './command/run-seeds.ts';
import { sayTo } from './command/say.ts';

/*
 * npm run invariants: see `usage`. The same words tell the same, whenever and wherever they are run.
 */

const main = async (words: readonly string[]): Promise<number> => {
  if (words.some((word) => word === '--target' || word.startsWith('--target='))) {
    const { runAgainst } = await import('../blackbox/run-against.ts');
    return runAgainst(words);
  }
  if (words.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  try {
    return await run(readWords(words));
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}\n`);
    return 2;
  }
};

const run = (words: Words): Promise<number> => (words.isEnumerated ? enumerate(words) : search(words));

const enumerate = async (words: Words): Promise<number> => {
  const enumerated = await runEnumeration(words, sayTo(words.isJson));
  if (words.isJson) process.stdout.write(`${JSON.stringify(enumerated)}\n`);
  return enumerated.violations > 0 ? 1 : 0;
};

const search = async (words: Words): Promise<number> => {
  const say = sayTo(words.isJson);
  const { all, failures } = await runSeeds(words, say);
  const planted = words.isPlanted ? await runHunt(words, say) : [];
  say(`\nhistory ${all.historyHash()}`);
  if (words.isJson)
    process.stdout.write(
      `${JSON.stringify({
        seeds: all.ran(),
        violations: all.wrong().length,
        historyHash: all.historyHash(),
        faults: all.faults(),
        sometimes: all.sometimes(),
        planted: planted.map(({ id, caughtAfter }) => ({ id, caughtAfter })),
      })}\n`,
    );
  return failures > 0 || planted.some(({ caughtAfter }) => caughtAfter === null) ? 1 : 0;
};

// What a crashed process waited for never comes, and would keep this one from its end.
process.exit(await main(process.argv.slice(2)));
