import { parseArgs } from 'node:util';
import '../support/quiet-log.ts';
import { allRaces } from './all-races.ts';
import { breaks } from './breaks.ts';
import { type Race, runRace } from './race.ts';
import { tryBreaks } from './try-breaks.ts';

/*
 * npm run test:races -- [--schedules N] [--seed S] [--only TEXT] [--broken]
 *
 * Prints each race with the schedules it was run with; exits 1, with the schedule, where one ends badly. With --broken
 * each race is run on code that was broken for it instead; exits 1 where one does not notice.
 */

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '5000' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    broken: { type: 'boolean', default: false },
  },
});

const schedules = Number(values.schedules);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

// What went wrong comes first, since a schedule can be long.
const tellOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `${error.cause.message}\n` : '';
  return `${cause}${error.message}`;
};

const endsWell = async (race: Race): Promise<boolean> => {
  const begun = performance.now();
  try {
    const { distinct } = await runRace(race, schedules, seed);
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    say(`ok    ${race.name}: ${schedules} schedules, ${distinct} distinct, ${seconds} s`);
    return true;
  } catch (error) {
    say(`FAIL  ${race.name}: ${tellOf(error)}`);
    return false;
  }
};

const runAll = async (): Promise<boolean> => {
  const chosen = allRaces.filter(({ name }) => name.includes(values.only));
  let well = 0;
  for (const race of chosen) if (await endsWell(race)) well += 1;
  say(`\n${well} of ${chosen.length} races end well, in ${schedules} schedules each; seed ${seed}`);
  return chosen.length > 0 && well === chosen.length;
};

const breakAll = (): boolean => {
  const survived = tryBreaks(schedules, say);
  say(`\n${breaks.length - survived.length} of ${breaks.length} breaks were noticed within ${schedules} schedules`);
  return survived.length === 0;
};

process.exitCode = (values.broken ? breakAll() : await runAll()) ? 0 : 1;
