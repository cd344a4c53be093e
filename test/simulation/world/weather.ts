import type { Random } from './random.ts';

/** What can happen to one call to the outside. */
export const faultKinds = [
  /** It fails, and nothing happened. */
  'errorBefore',
  /** It took effect, and its answer is lost. */
  'errorAfter',
  /** It fails now, and takes effect later all the same. */
  'lateEffect',
  /** The process dies before it took effect. */
  'crashBefore',
  /** The process dies right after it took effect. */
  'crashAfter',
  /** The process dies, and the call takes effect later: a writer that nobody knows of any more. */
  'zombieWrite',
  /** It takes long. */
  'slow',
  /** Refused for a while: throttled. */
  'throttled',
] as const;

const parts = ['ledger', 'views', 'risk', 'audit', 'bank', 'tasks', 'facts', 'archive', 'parking', 'machine', 'rail'];
const outageFactor = 0.03;
const outageMaximum = 20 * 60_000;

export type FaultKind = (typeof faultKinds)[number] | 'outage';

/** What else goes wrong in a world, beside single calls. */
export const mishapKinds = [
  'staleRead',
  'conflictUntold',
  'transactionConflict',
  'duplicateDelivery',
  'rewoundDelivery',
  'reorderedDelivery',
  'partlyTaken',
  'duplicateFact',
  'poison',
  'clockSkew',
  'clockJump',
  'executionAborted',
  'processRestart',
  'lostStart',
  /** A part of the outside is down for minutes. */
  'outage',
] as const;

export type MishapKind = (typeof mishapKinds)[number];

/** The mix of faults of one seed: each kind is there or not, and as often as the seed says. Calm weather has none. */
export type Weather = {
  readonly faultAt: (site: string) => FaultKind | undefined;
  readonly strikes: (kind: MishapKind) => boolean;
  readonly calmDown: () => void;
};

const ratesOfCalls = [0.003, 0.01, 0.03];

/** What fails more often than this may fail for hours, and then a person has to look at a transfer, rightly. */
const rateMaximum = 0.12;

/** What costs much time each time is rarer. */
const rarer: Partial<Record<MishapKind, number>> = { rewoundDelivery: 0.3, processRestart: 0.3 };

const ratesOfMishaps = [0.02, 0.1, 0.3];

export const weatherOf = (random: Random, now: () => number): Weather => {
  let isCalm = false;
  const rates = new Map<FaultKind, number>();
  for (const kind of faultKinds) if (random.chance(0.5)) rates.set(kind, random.pick(ratesOfCalls));
  const total = [...rates.values()].reduce((sum, rate) => sum + rate, 0);
  const scale = Math.min(1, rateMaximum / total);
  const mishaps = new Map<MishapKind, number>();
  for (const kind of mishapKinds)
    if (random.chance(0.5)) mishaps.set(kind, random.pick(ratesOfMishaps) * (rarer[kind] ?? 1));
  // Some seeds have one part of the system fail much more often than the others.
  const victim = random.chance(0.3) ? random.pick(parts) : undefined;
  const down = new Map<string, number>();
  const isDown = (site: string): boolean => {
    const outage = mishaps.get('outage');
    if (outage !== undefined && random.chance(outage * outageFactor))
      down.set(random.pick(parts), now() + random.below(outageMaximum));
    return [...down].some(([part, until]) => until > now() && site.startsWith(part));
  };
  return {
    faultAt: (site) => {
      if (isCalm) return undefined;
      if (isDown(site)) return 'outage';
      const factor = victim !== undefined && site.startsWith(victim) ? Math.min(6, rateMaximum / total) : scale;
      let left = random.fraction();
      for (const [kind, rate] of rates) {
        left -= rate * factor;
        if (left < 0) return kind;
      }
      return undefined;
    },
    strikes: (kind) => {
      const rate = mishaps.get(kind);
      return !isCalm && rate !== undefined && random.chance(rate);
    },
    calmDown: () => {
      isCalm = true;
    },
  };
};
