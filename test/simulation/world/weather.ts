import { type CallFault, callFaults, everyFault, type FaultMix, type MishapKind, mishaps } from './faults.ts';
import { drawnOf, hashOf, type Random, randomOf } from './random.ts';
import { parts, ratesOf } from './rates.ts';
import type { Trace } from './trace.ts';

/**
 * Where something happens: a process, a mapping, a stream, a client. What is drawn at one place does not depend on what
 * is drawn elsewhere, so that most of a history stays as it is where some of it is left out.
 */
export type Place = {
  readonly name: string;
  readonly random: Random;
  /** What happens to this call; undefined where nothing does. */
  readonly faultAt: (call: string) => CallFault | undefined;
  readonly strikes: (kind: MishapKind) => boolean;
  /** What keeps a transaction on these streams from happening just now, and at which of them. */
  readonly hindranceOf: (streamIds: readonly string[]) => Hindrance | undefined;
  /** Whether somebody here has this habit this time. Habits are no faults, and never stop. */
  readonly happens: (habit: string, probability: number) => boolean;
};

/**
 * A reason that DynamoDB names; or `Rival`: another writer is faster on that stream; or `Twin`: the very same
 * append was there before.
 */
export type Hindrance = { readonly code: string; readonly position: number };

/** What goes wrong in a simulation. Calm weather is none. */
export type Weather = {
  readonly at: (place: string) => Place;
  /** Does work of which what goes wrong may be told by the name of its task. */
  readonly within: <Answer>(task: string, work: () => Answer) => Answer;
  readonly calmDown: () => void;
};

/** One thing that goes wrong, under a name that it keeps where others are left out. */
export type Strike = { readonly id: string; readonly kind: string };

export type SwarmOptions = {
  readonly seed: number;
  readonly now: () => number;
  readonly trace: Trace;
  /** Only these kinds are drawn; all, where none are named. */
  readonly mix?: FaultMix | undefined;
  /** Told of everything that is about to go wrong; it does where the answer is true. */
  readonly mayStrike?: ((strike: Strike) => boolean) | undefined;
};

/** The reasons that pass by themselves for which a transaction is cancelled. */
export const passingReasons = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'] as const;

const outageMaximum = 20 * 60_000;

/** Weather that one seed decides. */
export const swarmOf = ({ seed, now, trace, mix = everyFault, mayStrike = () => true }: SwarmOptions): Weather => {
  const rates = ratesOf(randomOf(seed), mix);
  const places = new Map<string, Place>();
  const down = new Map<string, number>();
  let isCalm = false;

  const placeAt = (name: string): Place => {
    const draw = drawsAt(`${seed} ${name}`);
    const random = randomOf(hashOf(`${seed} ${name}`));
    const may = (kind: string, what: string): boolean => mayStrike({ id: `${name} ${what} ${draw.times(what)}`, kind });

    const strikes = (kind: MishapKind): boolean => {
      const rate = rates.mishaps.get(kind);
      if (isCalm || rate === undefined || draw(kind) >= rate || !may(kind, kind)) return false;
      trace.fault(kind);
      trace.tell(`${name}: ${mishaps[kind]}`);
      return true;
    };

    const isDown = (call: string): boolean => {
      if (strikes('outage')) down.set(random.pick(parts), now() + random.below(outageMaximum));
      for (const [part, until] of down) if (until > now() && call.startsWith(part)) return true;
      return false;
    };

    const drawnFor = (call: string): CallFault | undefined => {
      if (isDown(call)) return 'outage';
      let left = draw(call) / rates.factorOf(call);
      for (const [kind, rate] of rates.calls) {
        left -= rate;
        if (left < 0) return may(kind, call) ? kind : undefined;
      }
      return undefined;
    };

    return {
      name,
      random,
      strikes,
      faultAt: (call) => {
        const fault = isCalm ? undefined : drawnFor(call);
        if (fault === undefined) return undefined;
        trace.fault(fault);
        if (fault === 'outage') trace.note(`${name}: ${call} is down`);
        else trace.tell(`${name}: ${call} ${callFaults[fault]}`);
        return fault;
      },
      hindranceOf: ({ length }) =>
        strikes('transactionConflict')
          ? { code: random.pick(passingReasons), position: random.below(length) }
          : undefined,
      happens: (habit, probability) => draw(habit) < probability && may(habit, habit),
    };
  };

  return {
    at: (name) => {
      const place = places.get(name) ?? placeAt(name);
      places.set(name, place);
      return place;
    },
    within: (_, work) => work(),
    calmDown: () => {
      isCalm = true;
    },
  };
};

type Draws = ((what: string) => number) & { readonly times: (what: string) => number };

/** The n-th number drawn for something is the same, whatever else is drawn. */
const drawsAt = (name: string): Draws => {
  const counters = new Map<string, { readonly stream: number; times: number }>();
  const counterOf = (what: string) => {
    const found = counters.get(what);
    if (found !== undefined) return found;
    const fresh = { stream: hashOf(`${name} ${what}`), times: 0 };
    counters.set(what, fresh);
    return fresh;
  };
  const draw = (what: string): number => {
    const counter = counterOf(what);
    counter.times += 1;
    return drawnOf(counter.stream, counter.times);
  };
  return Object.assign(draw, { times: (what: string) => counterOf(what).times });
};
