import type { Clock } from '../../../domain/ports/clock.ts';
import { TransientFailure } from '../../../domain/shared/failures.ts';
import { instantOf } from '../../../domain/shared/instant.ts';
import type { Waiting } from '../../../functions/runtime/backoff.ts';
import type { CallFault } from './faults.ts';
import type { Place } from './weather.ts';
import type { World } from './world.ts';

/** The process that was asked died; nobody knows how far it came. */
export class Crashed extends Error {
  override readonly name = 'Crashed';
}

/** One life of a process, from its start to its crash. What it asks of the outside, it asks through `io`. */
export type Life = {
  readonly process: string;
  readonly place: Place;
  readonly isAlive: () => boolean;
  readonly clock: Clock;
  readonly waiting: Waiting;
  /** A call to the outside, which takes a while and may fail in every way. */
  readonly io: <Answer>(site: string, effect: () => Promise<Answer>) => Promise<Answer>;
  readonly die: () => void;
  readonly onDeath: (told: () => void) => { readonly forget: () => void };
};

const skews = [-90_000, -2_000, -40, 0, 40, 2_000, 90_000];

/** How far two clocks may be apart, in milliseconds. */
export const skewMaximum = 180_000;

const throttledMilliseconds = 3_000;

export const lifeOf = (world: World, process: string): Life => {
  const { schedule, trace, weather } = world;
  const place = weather.at(process);
  const { random } = place;
  let alive = true;
  let skew = place.strikes('clockSkew') ? random.pick(skews) : 0;
  const mourners = new Set<() => void>();
  const throttledUntil = new Map<string, number>();

  const die = (): void => {
    if (!alive) return;
    alive = false;
    trace.tell(`${process} dies`);
    for (const mourner of mourners) mourner();
  };

  const faultAt = (call: string): CallFault | undefined => {
    if ((throttledUntil.get(call) ?? 0) > schedule.now()) return 'errorBefore';
    const fault = place.faultAt(call);
    if (fault === 'throttled') throttledUntil.set(call, schedule.now() + throttledMilliseconds);
    return fault;
  };

  return {
    process,
    place,
    isAlive: () => alive,
    die,
    onDeath: (told) => {
      mourners.add(told);
      return { forget: () => mourners.delete(told) };
    },
    clock: {
      now: () => {
        if (place.strikes('clockJump')) skew = random.pick(skews);
        return instantOf(schedule.now() + skew);
      },
    },
    waiting: {
      random: random.fraction,
      pause: (milliseconds) => (alive ? schedule.sleep(milliseconds) : never()),
    },
    io: (site, effect) => {
      if (!alive) return never();
      const fault = faultAt(site);
      const latency = fault === 'slow' ? random.below(random.chance(0.2) ? 90_000 : 4_000) : 1 + random.below(25);
      return new Promise((resolve, reject) => {
        // What was sent is on its way, and whether its sender still lives is nothing to it.
        schedule.after(latency, () => meet(fault, { effect, resolve, reject }));
      });
    },
  };

  async function meet<Answer>(
    fault: CallFault | undefined,
    call: { effect: () => Promise<Answer>; resolve: (answer: Answer) => void; reject: (reason: unknown) => void },
  ): Promise<void> {
    const fails = (): void => call.reject(new TransientFailure('The outside failed'));
    const later = (): void => schedule.after(random.below(20_000), () => void call.effect().catch(() => undefined));
    if (fault === 'errorBefore' || fault === 'throttled' || fault === 'outage') return fails();
    if (fault === 'crashBefore') return die();
    if (fault === 'lateEffect' || fault === 'zombieWrite') {
      later();
      return fault === 'lateEffect' ? fails() : die();
    }
    try {
      const answer = await call.effect();
      if (fault === 'crashAfter') return die();
      if (fault === 'errorAfter') return fails();
      if (alive) call.resolve(answer);
    } catch (error) {
      if (alive) call.reject(error);
    }
  }
};

const never = <Answer>(): Promise<Answer> => new Promise<Answer>(() => undefined);
