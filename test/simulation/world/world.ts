import type { PlantedBug } from '../planted/planted-bug.ts';
import { type Output, outputOf } from './output.ts';
import { type Random, randomOf } from './random.ts';
import { type Schedule, schedule } from './schedule.ts';
import { type Trace, traceAt } from './trace.ts';
import { type Weather, weatherOf } from './weather.ts';

/** What all parts of a simulation share. Nothing else in it has a clock or randomness. */
export type World = {
  readonly seed: number;
  readonly random: Random;
  readonly schedule: Schedule;
  readonly trace: Trace;
  readonly weather: Weather;
  readonly output: Output;
  readonly bug: PlantedBug;
};

/** The ledger that all of a simulation is about. */
export const ledgerName = 'main';

const begin = Date.parse('2026-11-23T10:00:00.000Z');

export const worldOf = (seed: number, bug: PlantedBug): World => {
  const random = randomOf(seed);
  const clock = schedule(begin);
  const trace = traceAt(clock.now);
  return { seed, random, schedule: clock, trace, weather: weatherOf(random, clock.now), output: outputOf(trace), bug };
};
