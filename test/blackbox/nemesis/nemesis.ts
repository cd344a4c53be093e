import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../clients/random.ts';
import type { Recorder } from '../history/recorder.ts';
import * as faults from './faults.ts';
import type { TorturedStack } from './tortured-stack.ts';

/** How often each fault is chosen, relative to the others. */
const deck: readonly (readonly [number, faults.Fault])[] = [
  [8, faults.killWorker],
  [10, faults.killWriter],
  [2, faults.killAllWorkers],
  [4, faults.killStack],
  [3, faults.cutPower],
  [3, faults.killDynamodb],
  [2, faults.killKinesis],
  [2, faults.killTwice],
  [4, faults.pauseSomebody],
  [2, faults.slowDisk],
];

/** What costs no restart of the whole stack. */
const quickDeck: readonly faults.Fault[] = [
  faults.killWorker,
  faults.killWriter,
  faults.killWriter,
  faults.killAllWorkers,
];

/** On a busy machine a restart takes long; then functions are killed in between until there are so many. */
const killsPerMinuteMinimum = 12;

export type NemesisOptions = {
  readonly stack: TorturedStack;
  readonly random: Random;
  readonly recorder: Recorder;
  /** The moment, on the monotonic clock, after which nothing goes wrong any more. */
  readonly until: number;
  /** The longest time in which nothing goes wrong, in milliseconds. */
  readonly peaceMaximum: number;
};

/** Lets one thing after the other go wrong. When it is done, the stack runs. */
export const nemesis = async ({ stack, random, recorder, until, peaceMaximum }: NemesisOptions): Promise<void> => {
  const choices = deck.flatMap(([weight, fault]) => Array.from({ length: weight }, () => fault));
  const begun = performance.now();
  for (;;) {
    await pause(random.between(peaceMaximum / 10, peaceMaximum));
    const now = performance.now();
    if (now > until) return;
    const isBehind = killsIn(recorder.faults()) < ((now - begun) / 60_000) * killsPerMinuteMinimum;
    const fault = random.oneOf(isBehind && random.chance(0.7) ? quickDeck : choices);
    for (const happened of await fault(stack, random)) recorder.addFault(happened);
  }
};

const isKill = (fault: string): boolean => fault.startsWith('kill') || fault.startsWith('cut');

/** How many processes were killed, where a power cut counts once. */
export const killsIn = (happened: Readonly<Record<string, number>>): number =>
  Object.entries(happened).reduce((sum, [name, count]) => (isKill(name) ? sum + count : sum), 0);
