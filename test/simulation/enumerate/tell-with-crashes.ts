import type { Simulation } from '../simulate.ts';
import type { CallFault } from '../world/faults.ts';
import type { Plan } from './plan.ts';
import { taleNamed, tellPlanned } from './single.ts';

/*
 * Where a payout's path can be cut: before each call that the functions on it make, and after each call with an effect.
 * A crash after a call without one is a crash before the next.
 */

const onThePath = /^(api\/(transfer|start|review)|saga\/\w+|bank\/duties|sweeper\/sweep): /;

/** What is asked over and over while nothing happens, and begins no path. */
const polls = /: (views\.dueBy|bank\.query) /;
const effects = /\.(transact|commit|submit|recall|start|succeed|publish) /;

/** Crashes at these points, counted from 1 in the order in which a run comes to them. */
const crashesAt = (points: readonly number[]): { readonly plan: Plan; readonly passed: () => number } => {
  let passed = 0;
  const isStruck = (): boolean => points.includes(++passed);
  const atCall = (site: string): CallFault | undefined => {
    if (!onThePath.test(site) || polls.test(site)) return undefined;
    if (isStruck()) return 'crashBefore';
    return effects.test(site) && isStruck() ? 'crashAfter' : undefined;
  };
  return {
    passed: () => passed,
    plan: { atCall, atChance: () => false, atAppend: () => undefined },
  };
};

/** Tells a story with crashes at some points. Answers, beside what came of it, how many points it came to. */
export const tellWithCrashes = async (
  tale: string,
  points: readonly number[],
): Promise<{ readonly simulation: Simulation; readonly passed: number }> => {
  const { plan, passed } = crashesAt(points);
  const simulation = await tellPlanned(taleNamed(tale), plan);
  return { simulation, passed: passed() };
};
