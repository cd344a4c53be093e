import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallFault, callFaults, type MishapKind, mishaps } from '../world/faults.ts';
import { hashOf, randomOf } from '../world/random.ts';
import type { Trace } from '../world/trace.ts';
import type { Hindrance, Place, Weather } from '../world/weather.ts';

/** What goes wrong where, instead of what a seed draws. It is asked at each site, whenever that is reached. */
export type Plan = {
  readonly atCall: (site: string) => CallFault | undefined;
  readonly atChance: (site: string, kind: MishapKind) => boolean;
  readonly atAppend: (site: string, streamIds: readonly string[]) => Hindrance | undefined;
};

export type PlanOptions = { readonly seed: number; readonly trace: Trace; readonly now: () => number };

type Task = { readonly name: string; readonly calls: Map<string, number> };

/** How long a part is down for which that is planned, in milliseconds. */
const outageMilliseconds = 5 * 60_000;

/**
 * Weather as it is planned. A site is named after the function, its task, the call, and how often the task has made
 * that call: `saga/Hold: ledger.query 2`.
 */
export const plannedWeather = (plan: Plan, { seed, trace, now }: PlanOptions): Weather => {
  const tasks = new AsyncLocalStorage<Task>();
  const places = new Map<string, Place>();
  const down = new Map<string, number>();

  const placeAt = (name: string): Place => {
    const role = roleOf(name);
    const site = (what: string): string => `${role}/${tasks.getStore()?.name ?? ''}: ${what}`;

    const counted = (call: string): string => {
      const calls = tasks.getStore()?.calls;
      const times = (calls?.get(call) ?? 0) + 1;
      calls?.set(call, times);
      return `${site(call)} ${times}`;
    };

    const faultAt = (call: string): CallFault | undefined => {
      const [part = ''] = call.split('.');
      if ((down.get(part) ?? 0) > now()) return 'outage';
      const fault = plan.atCall(counted(call));
      if (fault === undefined) return undefined;
      if (fault === 'outage') down.set(part, now() + outageMilliseconds);
      trace.fault(fault);
      trace.tell(`${name}: ${call} ${callFaults[fault]}`);
      return fault;
    };

    return {
      name,
      random: randomOf(hashOf(`${seed} ${name}`)),
      faultAt,
      strikes: (kind) => {
        if (!plan.atChance(site(kind), kind)) return false;
        trace.fault(kind);
        trace.tell(`${name}: ${mishaps[kind]}`);
        return true;
      },
      hindranceOf: (streamIds) => plan.atAppend(counted('append'), streamIds),
      happens: () => false,
    };
  };

  return {
    at: (name) => {
      const place = places.get(name) ?? placeAt(name);
      places.set(name, place);
      return place;
    },
    within: (name, work) => tasks.run({ name, calls: new Map() }, work),
    calmDown: () => undefined,
  };
};

/** What processes of one function have in common: `api-2` is one of `api`, `balance of shardId-1` one of `balance`. */
const roleOf = (name: string): string => name.replace(/ of shardId-\d+|-\d+$/, '');
