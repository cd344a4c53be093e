import { describe, expect, it } from '@jest/globals';
import '../support/quiet-log.ts';
import { allRaces } from './all-races.ts';
import { runRace } from './race.ts';

/** `npm run test:races` runs each of them 5,000 times. */
const schedules = 200;

describe('in every order of what happens outside', () => {
  it.each(allRaces)('$name', async (race) => {
    expect((await runRace(race, schedules)).schedules).toBe(schedules);
  });
});
