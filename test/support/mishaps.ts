/**
 * What a call to the outside comes to: nothing happens, or it happens and nobody hears, or the process dies either way.
 */
export type Mishap = 'fine' | 'before' | 'after' | 'diesBefore' | 'diesAfter';

/** Decides each call to the outside, counted from 1. */
export type Weather = (call: number, name: string) => Mishap;

/** The process ended; whatever it was doing is known to nobody. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The outside failed for a passing reason. */
export class Outage extends Error {
  override readonly name = 'TransientFailure';
}

/** Exposes calls to the weather, and notes their names in `calls`. */
export const exposedTo =
  (weather: Weather, calls: string[]) =>
  <Arguments extends readonly unknown[], Answer>(name: string, call: (...given: Arguments) => Promise<Answer>) =>
  async (...given: Arguments): Promise<Answer> => {
    calls.push(name);
    const mishap = weather(calls.length, name);
    if (mishap === 'before') throw new Outage(`${name} failed before it took effect`);
    if (mishap === 'diesBefore') throw new Killed(name);
    const answer = await call(...given);
    if (mishap === 'after') throw new Outage(`${name} failed after it took effect`);
    if (mishap === 'diesAfter') throw new Killed(name);
    return answer;
  };
