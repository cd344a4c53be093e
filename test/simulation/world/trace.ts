import { createHash } from 'node:crypto';
import { instantOf } from '../../../domain/shared/instant.ts';
import type { InvariantId } from '../invariants.ts';

/** Something that must never be: which invariant, and what was seen. */
export type Violation = { readonly invariant: InvariantId; readonly what: string };

/** What a run leaves: one hash over all that happened in order, counters, the story, violations. */
export type Trace = {
  /** Something happened; the same seed says the same, in the same order. */
  readonly note: (sentence: string) => void;
  /** The same, of what belongs into the story that is told of a violation. */
  readonly tell: (sentence: string) => void;
  /** Belongs into the story alone, and is made where that is told. */
  readonly recall: (sentence: () => string) => void;
  readonly fault: (name: string) => void;
  readonly sometimes: (name: string) => void;
  readonly violate: (invariant: InvariantId, what: string) => void;
  readonly violations: () => readonly Violation[];
  readonly faults: ReadonlyMap<string, number>;
  readonly paths: ReadonlyMap<string, number>;
  readonly story: () => readonly string[];
  readonly hash: () => string;
  /** How many sentences of the story there were. */
  readonly told: () => number;
};

const storyMaximum = 2_000;

/** Characters of notes that are hashed at once. */
const unhashedMaximum = 16_384;

export const traceAt = (now: () => number): Trace => {
  const hash = createHash('sha256');
  const faults = new Map<string, number>();
  const paths = new Map<string, number>();
  const violations: Violation[] = [];
  let told: { readonly at: number; readonly sentence: () => string }[] = [];
  let unhashed = '';
  let sentences = 0;
  const count = (counters: Map<string, number>, name: string): void => {
    counters.set(name, (counters.get(name) ?? 0) + 1);
  };
  const flush = (): void => {
    hash.update(unhashed);
    unhashed = '';
  };
  const note = (sentence: string): void => {
    unhashed += `${now()} ${sentence}\n`;
    if (unhashed.length > unhashedMaximum) flush();
  };
  const tell = (sentence: string): void => {
    note(sentence);
    recall(() => sentence);
  };
  const recall = (sentence: () => string): void => {
    sentences += 1;
    told.push({ at: now(), sentence });
    if (told.length > 2 * storyMaximum) told = told.slice(-storyMaximum);
  };
  return {
    note,
    tell,
    recall,
    fault: (name) => count(faults, name),
    sometimes: (name) => count(paths, name),
    violate: (invariant, what) => {
      tell(`VIOLATION of ${invariant}: ${what}`);
      violations.push({ invariant, what });
    },
    violations: () => violations,
    faults,
    paths,
    story: () => told.slice(-storyMaximum).map(({ at, sentence }) => `${instantOf(at)} ${sentence()}`),
    hash: () => {
      flush();
      return hash.copy().digest('hex');
    },
    told: () => sentences,
  };
};
