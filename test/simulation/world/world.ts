import type { StreamId } from '../../../domain/shared/stream-id.ts';
import type { PlantedBug } from '../planted/planted-bug.ts';
import { type Output, outputOf } from './output.ts';
import { type Schedule, schedule } from './schedule.ts';
import { type Trace, traceAt } from './trace.ts';
import type { Weather } from './weather.ts';

/** What all parts of a simulation share. Nothing else in it has a clock or randomness. */
export type World = {
  readonly seed: number;
  readonly schedule: Schedule;
  readonly trace: Trace;
  readonly weather: Weather;
  readonly output: Output;
  readonly bug: PlantedBug;
  /** Somebody else who writes to an account, just before whoever would do so next. */
  rival: (streamId: StreamId) => Promise<void>;
};

/** The ledger that all of a simulation is about. */
export const ledgerName = 'main';

const begin = Date.parse('2026-11-23T10:00:00.000Z');

/** What the weather of a world is made with. */
export type Surroundings = { readonly now: () => number; readonly trace: Trace };

export const worldOf = (seed: number, bug: PlantedBug, weatherIn: (around: Surroundings) => Weather): World => {
  const clock = schedule(begin);
  const trace = traceAt(clock.now);
  const weather = weatherIn({ now: clock.now, trace });
  return { seed, schedule: clock, trace, weather, output: outputOf(trace), bug, rival: async () => undefined };
};
