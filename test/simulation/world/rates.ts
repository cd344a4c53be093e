import { type CallFault, type FaultMix, type MishapKind, mishaps } from './faults.ts';
import type { Random } from './random.ts';

/** How often each kind of fault happens, of those that happen at all. */
export type Rates = {
  readonly calls: readonly (readonly [CallFault, number])[];
  readonly mishaps: ReadonlyMap<string, number>;
  /** How much more or less often the calls of a part of the system fail than the others. */
  readonly factorOf: (call: string) => number;
};

/** What can be down as a whole: the beginnings of calls. */
export const parts = [
  ...(['ledger', 'views', 'risk', 'audit', 'bank', 'tasks', 'facts', 'archive', 'parking', 'machine', 'rail'] as const),
];

/** What a call meets by itself. An outage begins somewhere, and then all calls of a part meet it. */
const drawnForCalls = [
  ...(['errorBefore', 'errorAfter', 'lateEffect', 'crashBefore'] as const),
  ...(['crashAfter', 'zombieWrite', 'slow', 'throttled'] as const),
];

const ratesOfCalls = [0.003, 0.01, 0.03];
const ratesOfMishaps = [0.02, 0.1, 0.3];

/** What fails more often than this may fail for hours, and then a person has to look at a transfer, rightly. */
const rateMaximum = 0.12;

/** What costs much time, or lasts, is rarer. */
const rarer: Partial<Record<MishapKind, number>> = {
  rewoundDelivery: 0.3,
  processRestart: 0.3,
  expiredIterator: 0.05,
  shardSplit: 0.1,
  outage: 0.03,
  executionAborted: 0.2,
  olderConsumer: 0.3,
  olderWriter: 0.5,
};

/** The mix of faults of one seed: each kind is there or not, and as often as the seed says. */
export const ratesOf = (random: Random, mix: FaultMix): Rates => {
  const calls = drawnForCalls
    .map((kind) => [kind, random.chance(0.5) ? random.pick(ratesOfCalls) : 0] as const)
    .filter(([, rate]) => rate > 0);
  const total = calls.reduce((sum, [, rate]) => sum + rate, 0);
  const scale = Math.min(1, rateMaximum / total);
  const often = new Map<string, number>();
  for (const kind of Object.keys(mishaps) as MishapKind[])
    if (random.chance(0.5) && mix.has(kind)) often.set(kind, random.pick(ratesOfMishaps) * (rarer[kind] ?? 1));
  // Some seeds have one part of the system fail much more often than the others.
  const victim = random.chance(0.3) ? random.pick(parts) : undefined;
  return {
    calls: calls.filter(([kind]) => mix.has(kind)),
    mishaps: often,
    factorOf: (call) => (victim !== undefined && call.startsWith(victim) ? Math.min(6, rateMaximum / total) : scale),
  };
};
